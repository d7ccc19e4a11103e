/** What a user may do in an org unit: an admin manages its members and keys. */
export const roles = ['admin', 'member'] as const
export type Role = (typeof roles)[number]
