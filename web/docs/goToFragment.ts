/** Goes to what the fragment of the address names, once it is there: the browser looked for it before there was anything. */
export function goToFragment(): void {
  const { hash } = location
  // set anew, it scrolls and makes the element the `:target`
  if (hash.length > 1 && document.getElementById(hash.slice(1))) location.replace(hash)
}
