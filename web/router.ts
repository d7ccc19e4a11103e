/** The pages' addresses. What a page needs comes with it, when it is first opened. */
import { nextTick } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { keepLinkToken } from './account/linkToken.ts'
import SignInPage from './account/SignInPage.vue'
import { pageFault } from './faults.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Of the browser's window. */
    title: string
    /** Link of the navigation that leads to this part. */
    section?: 'leads' | 'segments' | 'import' | 'history' | 'fields' | 'settings'
    /** About the user alone: it is there without an active org unit, too. */
    ofUser?: true
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/app/leads' },
  { path: '/app', redirect: '/app/leads' },
  {
    path: '/app/sign-in',
    name: 'signIn',
    component: SignInPage,
    meta: { title: 'Sign in' },
  },
  {
    path: '/app/leads',
    name: 'leads',
    component: () => import('./leads/LeadsPage.vue'),
    meta: { title: 'Leads', section: 'leads' },
  },
  {
    path: '/app/leads/import/:importId?',
    name: 'import',
    component: () => import('./ImportLeads.vue'),
    // vue-router has '' where the optional part is missing
    props: ({ params: { importId } }) => (importId ? { importId } : {}),
    meta: { title: 'Import Leads', section: 'import' },
  },
  {
    path: '/app/leads/compare',
    name: 'compare',
    component: () => import('./leads/compare/ComparePage.vue'),
    meta: { title: 'Compare leads', section: 'leads' },
  },
  {
    path: '/app/leads/deleted',
    name: 'deletions',
    component: () => import('./leads/DeletionsPage.vue'),
    meta: { title: 'Deleted leads', section: 'leads' },
  },
  {
    path: '/app/leads/:leadId',
    name: 'lead',
    component: () => import('./leads/LeadPage.vue'),
    props: true,
    meta: { title: 'Lead', section: 'leads' },
  },
  {
    path: '/app/imports',
    name: 'imports',
    component: () => import('./imports/ImportsPage.vue'),
    meta: { title: 'History', section: 'history' },
  },
  {
    path: '/app/imports/:jobId',
    name: 'importJob',
    component: () => import('./imports/ImportPage.vue'),
    props: true,
    meta: { title: 'Import', section: 'history' },
  },
  {
    path: '/app/segments',
    name: 'segments',
    component: () => import('./segments/SegmentsPage.vue'),
    meta: { title: 'Segments', section: 'segments' },
  },
  {
    path: '/app/fields',
    name: 'fields',
    component: () => import('./fields/FieldsPage.vue'),
    meta: { title: 'Profile fields', section: 'fields' },
  },
  {
    path: '/app/settings',
    component: () => import('./settings/SettingsPage.vue'),
    redirect: '/app/settings/account',
    meta: { title: 'Settings', section: 'settings' },
    children: [
      {
        path: 'account',
        component: () => import('./settings/AccountPage.vue'),
        meta: { title: 'Account', ofUser: true },
      },
      {
        path: 'members',
        component: () => import('./settings/MembersPage.vue'),
        meta: { title: 'Members' },
      },
      {
        path: 'keys',
        component: () => import('./settings/ApiKeysPage.vue'),
        meta: { title: 'API keys' },
      },
    ],
  },
  {
    path: '/:path(.*)*',
    name: 'notFound',
    component: () => import('./NotFoundPage.vue'),
    meta: { title: 'Page not found' },
  },
]

keepLinkToken()
export const router = createRouter({
  history: createWebHistory('/'),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

router.onError((_, to) => {
  pageFault.value = { fault: 'load', address: to.fullPath }
  scrollTo({ top: 0 })
})

router.afterEach((to, from, failure) => {
  if (failure) return
  if (to.path !== from.path) pageFault.value = null
  // The first page keeps the focus where the browser puts it.
  if (from.matched.length > 0 && to.path !== from.path) void nextTick(focusHeading)
})

/** Of the browser's window; for pages that know better than their route. */
export function setTitle(title: string): void {
  document.title = `${title} · Lead Import`
}

/** Tells a screen reader where it is now, and lets the Tab key go on from there. */
export function focusHeading(): void {
  const target = document.querySelector<HTMLElement>('main h1[tabindex]') ?? document.querySelector('main')
  target?.focus({ preventScroll: true })
}
