import { deleteSession } from '../db/sessions.ts'
import { route } from './route.ts'
import { forgetCookie } from './sessionCookie.ts'

export const signOut = route('signOut', 'visitor', async ({ db, event, who }) => {
  if (who.proof.by === 'session') await deleteSession(db, who.proof.tokenHash)
  forgetCookie(event)
  return null
})
