/** The file as the user left it, saved where the browser saves files. */

/** How long a browser may take to begin with an address that is then taken back. */
const ADDRESS_MS = 60_000

export function saveEditedFile(file: Blob, originalName: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = editedName(originalName)
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), ADDRESS_MS)
}

/** `leads.csv` -> `leads-edited.csv`; what is edited again keeps its name. */
export function editedName(originalName: string): string {
  const stem = originalName.replace(/\.(csv|tsv|txt)$/i, '') || 'leads'
  return stem.endsWith('-edited') ? `${stem}.csv` : `${stem}-edited.csv`
}
