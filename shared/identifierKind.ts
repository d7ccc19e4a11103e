/** The names of the five kinds of identifier, for who needs no rules about them: the rules bring the phone numbers of the world. */
export const identifierKinds = ['email', 'phone', 'cookie', 'external_id', 'social'] as const
export type IdentifierKind = (typeof identifierKinds)[number]

/** What a script writes for an additional identifier of each kind: the manual's names, in the order of `identifierKinds`. */
export const aliasFields = [
  '_alias_email',
  '_alias_phone',
  '_alias_cookie',
  '_alias_external_id',
  '_alias_social',
] as const satisfies readonly `_alias_${IdentifierKind}`[]
