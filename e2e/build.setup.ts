import { buildProduct } from './product.ts'

export default function setup(): void {
  buildProduct()
}
