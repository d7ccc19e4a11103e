/** Light or dark: as the system says, until the user chooses the other one. Colours follow `data-theme` on html. */
import { computed, ref } from 'vue'

export type Theme = 'light' | 'dark'

const KEY = 'lead-import.theme'
const system = ref<Theme>('light')
const chosen = ref<Theme | null>(null)

/** Sets the theme. Called first of all, so that nothing is painted in the wrong colours. */
export function startTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  system.value = dark.matches ? 'dark' : 'light'
  dark.addEventListener('change', () => (system.value = dark.matches ? 'dark' : 'light'))
  apply(stored())
  // Another tab has switched.
  addEventListener('storage', (event) => {
    if (event.key === KEY) apply(stored())
  })
}

/** The theme that is shown, and the way to the other one. */
export function useTheme() {
  const theme = computed<Theme>(() => chosen.value ?? system.value)
  function toggle(): void {
    const next = theme.value === 'dark' ? 'light' : 'dark'
    // What the system says needs no choice, and follows the system again.
    const choice = next === system.value ? null : next
    store(choice)
    apply(choice)
  }
  return { theme, toggle }
}

function apply(choice: Theme | null): void {
  chosen.value = choice
  if (choice) document.documentElement.dataset['theme'] = choice
  else delete document.documentElement.dataset['theme']
}

function stored(): Theme | null {
  try {
    const text = localStorage.getItem(KEY)
    return text === 'light' || text === 'dark' ? text : null
  } catch {
    // A browser that refuses storage shows the system's theme.
    return null
  }
}

function store(choice: Theme | null): void {
  try {
    if (choice) localStorage.setItem(KEY, choice)
    else localStorage.removeItem(KEY)
  } catch {
    // The choice then lasts as long as the page.
  }
}
