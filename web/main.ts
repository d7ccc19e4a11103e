import './withoutEval.ts'
import '@fontsource-variable/inter/wght.css'
import './ui/tokens.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { showFaults } from './faults.ts'
import { router } from './router.ts'
import { startTheme } from './theme.ts'

startTheme()
const app = createApp(App)
showFaults(app)
app.use(createPinia()).use(router).mount('#app')
