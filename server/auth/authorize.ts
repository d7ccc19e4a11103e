/** What who has signed in may do. Each gives the caller as the route wants them, or refuses. */
import { Problem } from '#shared/problem'
import type { Actor, Visitor } from '../routes/route.ts'

/** Refuses an API key: it reaches what is under /leads, so that one in wrong hands cannot make itself a user or more keys. */
export function person(visitor: Visitor): Visitor {
  if (visitor.proof.by !== 'key') return visitor
  throw new Problem(
    'admin_only',
    'An API key reaches what is under /leads and nothing else. Sign in with a user name and password for this.',
  )
}

/** The visitor inside their active org unit. */
export function member({ userId, userName, orgUnitId, role, proof }: Visitor): Actor {
  if (orgUnitId === null || role === null) {
    throw new Problem(
      'no_org_unit',
      'No organizational unit is active. If you are a member of several (GET /session lists them), choose one: on the page, or for a request in the header X-Org-Unit. If of none, ask an administrator to add you.',
    )
  }
  return {
    userId,
    userName,
    orgUnitId,
    role,
    apiKeyId: proof.by === 'key' ? proof.keyId : null,
    tokenHash: proof.by === 'session' ? proof.tokenHash : null,
  }
}

/** The same for what only administrators may do. */
export function admin(visitor: Visitor): Actor {
  const actor = member(person(visitor))
  requireAdmin(actor)
  return actor
}

export function requireAdmin({ role }: Actor): void {
  if (role === 'admin') return
  throw new Problem(
    'admin_only',
    'You are a member of this organizational unit, not an administrator. Ask one of its administrators (GET /org-unit/members lists them).',
  )
}
