/**
 * zod tries `new Function` when it makes its first schema, for speed; under our Content-Security-Policy the attempt fails
 * and the browser reports it as an error. Imported before anything that has schemas.
 */
import { z } from 'zod'

z.config({ jitless: true })
