import type { RouteLocationRaw } from 'vue-router'

/** One step of a Stepper. Done steps lead back: by `to`, else by the event `go`. */
export interface Step {
  key: string
  label: string
  /** What was chosen there. */
  detail?: string | undefined
  state: 'done' | 'current' | 'todo'
  to?: RouteLocationRaw | undefined
  /** A done step that one cannot go back to. */
  fixed?: boolean | undefined
}
