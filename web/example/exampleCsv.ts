/** The example file: the manual's columns, with a byte order mark so that Excel shows the accents. */
export const exampleCsv = `\ufeffEmail Address,First Name,Last Name,Company Name,Job Title,Industry,Country,Work Phone,LinkedIn Profile
maria.lopez@northwind.example,Maria,López,Northwind Traders,Head of Sales,Retail,ES,+34 612 345 678,https://www.linkedin.com/in/maria-lopez
k.tanaka@hexa.example,Kenji,Tanaka,Hexa KK,Buyer,Manufacturing,JP,+81 90-1234-5678,https://www.linkedin.com/in/kenji-tanaka
joe.novak@acme.example,Joe,Novak,"Acme, Inc.",Marketing Manager,Software,US,+1 650 253 0000,
`
