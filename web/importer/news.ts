/** What happened to imports, told to the page of this tab and to the workers of the others. Only to their owner. */
import type { Channel } from './environment.ts'
import type { ImporterEvent, Owner } from './importer.ts'
import { seenFromHere } from './uploadState.ts'

interface Message {
  owner: Owner
  event?: ImporterEvent
  /** Import whose record says something new that its worker has to follow. */
  look?: string
}

export class News {
  readonly #channel: Channel
  #owner: Owner | null = null
  #listener: ((event: ImporterEvent) => void) | null = null

  /** `onLook` and `onRemoved` hear what other tabs did to an import. */
  constructor(channel: Channel, onLook: (id: string) => void, onRemoved: (id: string) => void) {
    this.#channel = channel
    channel.onMessage((message) => {
      const { owner, event, look } = message as Message
      if (look !== undefined) onLook(look)
      if (event?.type === 'removed') onRemoved(event.id)
      if (event) this.#hear(owner, event)
    })
  }

  get owner(): Owner | null {
    return this.#owner
  }

  listen(owner: Owner | null, listener: ((event: ImporterEvent) => void) | null): void {
    this.#owner = owner
    this.#listener = listener
  }

  tell(owner: Owner, event: ImporterEvent): void {
    this.#channel.post({ owner: plain(owner), event } satisfies Message)
    this.tellHere(owner, event)
  }

  /** Only to the page of this tab. */
  tellHere(owner: Owner, event: ImporterEvent): void {
    if (this.#owner && isSame(this.#owner, owner)) this.#listener?.(event)
  }

  look(owner: Owner, id: string): void {
    this.#channel.post({ owner: plain(owner), look: id } satisfies Message)
  }

  #hear(owner: Owner, event: ImporterEvent): void {
    if (event.type !== 'changed') return this.tellHere(owner, event)
    const { import: told } = event
    this.tellHere(owner, { type: 'changed', import: { ...told, upload: seenFromHere(told.upload) } })
  }
}

export function isSame(a: Owner, b: Owner): boolean {
  return a.userId === b.userId && a.orgUnitId === b.orgUnitId
}

function plain({ userId, orgUnitId }: Owner): Owner {
  return { userId, orgUnitId }
}
