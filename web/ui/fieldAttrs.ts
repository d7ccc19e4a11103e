import { computed, useAttrs } from 'vue'

/** Attributes given to a field: `class` and `style` place the whole of it, the rest belongs to the control inside. */
export function useFieldAttrs() {
  const attrs = useAttrs()
  const outer = computed(() => ({ class: attrs['class'], style: attrs['style'] as string | undefined }))
  const inner = computed(() => {
    const { class: _class, style: _style, ...rest } = attrs
    return rest
  })
  return { outer, inner }
}
