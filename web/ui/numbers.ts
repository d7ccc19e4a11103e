/** Figures, sizes, times as a person reads them. One locale, so that a page looks the same everywhere. */
const locale = 'en-GB'
const counts = new Intl.NumberFormat('en')
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const dayAndMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const fullDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
const fullDate = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' })

/** 1234 -> `1,234` */
export function formatCount(count: number): string {
  return counts.format(count)
}

/** 482310 -> `482k`, for places without room. */
export function formatShortCount(count: number): string {
  if (count < 1000) return String(count)
  if (count < 999_500)
    return `${count < 9950 ? (count / 1000).toFixed(1).replace(/\.0$/, '') : Math.round(count / 1000)}k`
  return `${(count / 1_000_000).toFixed(1).replace(/\.0$/, '')}M`
}

/** 1536 -> `1.5 kB`, in steps of 1,000 as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  // 999,950 bytes are 1 MB, not 1000 kB: the next unit comes where rounding would reach it.
  while (unit < units.length - 1 && value >= (unit === 0 ? 1000 : 999.5)) {
    value /= 1000
    unit++
  }
  if (unit === 0) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} ${units[unit]}`
}

/** 35.4 -> `35 s`, 95 -> `2 min`, 5400 -> `1 h 30 min` */
export function formatDuration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.round(whole / 60)
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`
}

/** Time left in words that promise no more than is known. */
export function formatTimeLeft(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return 'Estimating the time left'
  return seconds < 1 ? 'Almost done' : `About ${formatDuration(seconds)} left`
}

/** A moment: how long ago within a week, else its date; `title` has it in full. */
export function formatWhen(iso: string | number, now: number = Date.now()): { text: string; title: string } {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return { text: 'Unknown', title: 'Unknown date' }
  return { text: ago(at, now), title: fullDate.format(at) }
}

function ago(at: Date, now: number): string {
  const seconds = (now - at.getTime()) / 1000
  // Clocks of two machines differ: what is a little ahead has just happened.
  if (seconds < 60) return seconds > -300 ? 'Just now' : fullDay.format(at)
  if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute')
  const days = daysBetween(at, new Date(now))
  if (days === 0) return relative.format(-Math.floor(seconds / 3600), 'hour')
  if (days === 1)
    return seconds < 6 * 3600 ? relative.format(-Math.floor(seconds / 3600), 'hour') : 'Yesterday'
  if (days < 7) return relative.format(-days, 'day')
  return at.getFullYear() === new Date(now).getFullYear() ? dayAndMonth.format(at) : fullDay.format(at)
}

function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((midnight(to) - midnight(from)) / 86_400_000)
}
