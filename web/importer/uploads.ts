/** The uploads of this worker, one for each import that was started, and what the user or another tab wants of them. */
import type { UploadState } from './importer.ts'
import type { ImportRecord } from './staging.ts'
import { Upload, type UploadTools } from './upload.ts'

export class Uploads {
  readonly #tools: UploadTools
  readonly #uploads = new Map<string, Upload>()

  constructor(tools: UploadTools) {
    this.#tools = tools
    tools.environment.onOnline(() => {
      for (const upload of this.#uploads.values()) upload.online()
    })
  }

  /** Where sending stands: what is written down, and in more detail where it is done here. */
  stateOf({ id, staged }: ImportRecord): UploadState {
    const live = this.#uploads.get(id)?.state
    return live && staged.upload.state === 'asking' ? live : staged.upload
  }

  /** At page load and after sign-in. */
  async resume(record: ImportRecord): Promise<void> {
    await this.#of(record).resume()
  }

  /** Does what the record says is to be done, wherever that was decided. */
  async follow(record: ImportRecord): Promise<void> {
    if (record.wish === 'send') await this.#of(record).start(record)
    if (record.wish === 'pause') await this.#of(record).pause(record)
    if (record.wish === 'cancel') await this.#of(record).cancel(record)
  }

  has(id: string): boolean {
    return this.#uploads.has(id)
  }

  drop(id: string): void {
    this.#uploads.get(id)?.drop()
    this.#uploads.delete(id)
  }

  /** Nobody is signed in any more. Resolves when nothing is sent any more. */
  async leave(): Promise<void> {
    const all = [...this.#uploads.values()]
    for (const upload of all) upload.leave()
    await Promise.all(all.map((upload) => upload.settled))
    this.#uploads.clear()
  }

  #of(record: ImportRecord): Upload {
    let upload = this.#uploads.get(record.id)
    if (!upload) {
      upload = new Upload(this.#tools, record)
      this.#uploads.set(record.id, upload)
    }
    return upload
  }
}
