/** What runs in the page to measure it: frames, tasks over 50 ms, and the time from F8 to the next cell being drawn. */

export interface Frames {
  /** Milliseconds between frames. */
  median: number
  p95: number
  longest: number
  /** Share of frames within 1/60 s and 1/30 s; a little more, as clocks are not exact. */
  under17: number
  under34: number
  /** Share of frames in which a row in view was not there yet. */
  waiting: number
  /** 0 where no task reached 50 ms. */
  longestTask: number
}

/** Milliseconds from the key to the next problem being the active cell, and to its row being drawn. */
export interface Jump {
  active: number
  drawn: number
}

/** Goes to the page as text: it knows nothing of this file. */
function probe(): void {
  let longest = 0
  let deltas: number[] = []
  let waiting = 0
  let recording = 0
  let pressed = 0
  let jump: Promise<{ active: number; drawn: number } | null> | undefined
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) longest = Math.max(longest, task.duration)
  }).observe({ type: 'longtask', buffered: true })
  window.addEventListener('keydown', (event) => event.key === 'F8' && (pressed = event.timeStamp), true)

  const activeOf = (): string =>
    document.querySelector('[role=grid]')?.getAttribute('aria-activedescendant') ?? ''
  const isDrawn = (id: string): boolean => {
    const row = document.getElementById(id)?.closest('[role=row]')
    return !!row && row.getAttribute('aria-busy') !== 'true'
  }
  const go = (query: Record<string, string>): void => {
    const url = new URL(location.href)
    url.search = new URLSearchParams({ view: 'rows', ...query }).toString()
    history.pushState(history.state, '', url)
    window.dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
  }

  Object.assign(window, {
    probe: {
      forget: () => void (longest = 0),
      /** After what is still on its way to the observer. */
      longestTask: () => new Promise((resolve) => setTimeout(() => resolve(longest), 100)),
      frames() {
        longest = 0
        deltas = []
        waiting = 0
        const mine = ++recording
        let before = performance.now()
        const onFrame = (now: number): void => {
          if (mine !== recording) return
          deltas.push(now - before)
          before = now
          if (document.querySelector('[role=grid] [aria-busy=true]')) waiting++
          requestAnimationFrame(onFrame)
        }
        requestAnimationFrame((now) => {
          before = now
          requestAnimationFrame(onFrame)
        })
      },
      async endFrames() {
        recording++
        await new Promise((resolve) => setTimeout(resolve, 100))
        const sorted = deltas.toSorted((a, b) => a - b)
        const at = (share: number): number =>
          sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
        const share = (ms: number): number => sorted.filter((delta) => delta < ms).length / sorted.length
        return {
          median: at(0.5),
          p95: at(0.95),
          longest: at(1),
          under17: share(17.5),
          under34: share(34.5),
          waiting: waiting / sorted.length,
          longestTask: longest,
        }
      },
      drag: (scroller: Element, ms: number) =>
        new Promise<void>((resolve) => {
          const began = performance.now()
          const end = scroller.scrollHeight - scroller.clientHeight
          const step = (now: number): void => {
            const share = Math.min(1, (now - began) / ms)
            scroller.scrollTop = end * (1 - Math.abs(1 - 2 * share))
            if (share < 1) requestAnimationFrame(step)
            else resolve()
          }
          requestAnimationFrame(step)
        }),
      awaitJump() {
        const before = activeOf()
        let active = 0
        const seen = new MutationObserver(() => {
          const now = activeOf()
          if (now && now !== before) active ||= performance.now()
        })
        seen.observe(document.querySelector('[role=grid]')!, { attributeFilter: ['aria-activedescendant'] })
        jump = new Promise((resolve) => {
          const late = performance.now() + 3_000
          const look = (): void => {
            const id = activeOf()
            if (id && id !== before && isDrawn(id)) {
              seen.disconnect()
              const now = performance.now()
              resolve({ active: (active || now) - pressed, drawn: now - pressed })
            } else if (performance.now() > late) resolve(null)
            else requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        })
      },
      /** Null where it led nowhere. */
      jumped: () => jump,
      filter: (severity: string, code: string, place: number) =>
        go({ show: 'problems', severity, code, place: String(place) }),
      everything: () => go({}),
    },
  })
}

/** tsx names functions by a helper of its own, which the page does not have. */
export const gridProbe = `globalThis.__name ??= (named) => named; (${probe.toString()})()`
