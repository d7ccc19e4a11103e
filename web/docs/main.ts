/** The documentation of the API, a page beside the app: it needs no sign-in, and shows what /openapi.json says. */
import '@fontsource-variable/inter/wght.css'
import '../ui/tokens.css'
import { createApp } from 'vue'
import { startTheme } from '../theme.ts'
import ApiPage from './ApiPage.vue'
import ProblemsPage from './ProblemsPage.vue'

startTheme()
const isProblems = location.pathname === '/docs/problems'
if (isProblems) document.title = 'Problems · Lead Import'
createApp(isProblems ? ProblemsPage : ApiPage).mount('#docs')
