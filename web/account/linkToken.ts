/**
 * The token of a one-time sign-in link, `/app/sign-in#<token>`. It leaves the address before anything else runs, so that
 * neither the browser's history nor a copied address carries it.
 */
let token: string | null = null

/** Takes the token out of the address. Called once, before the router reads it. */
export function keepLinkToken(): void {
  if (location.pathname !== '/app/sign-in' || location.hash.length < 2) return
  token = linkTokenIn(location.hash)
  history.replaceState(history.state, '', location.pathname)
}

/** The token, once. */
export function takeLinkToken(): string | null {
  const taken = token
  token = null
  return taken
}

/** The token in a fragment; one that cannot be decoded is taken as it stands, and the server refuses it. */
export function linkTokenIn(hash: string): string {
  const text = hash.replace(/^#/, '')
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
