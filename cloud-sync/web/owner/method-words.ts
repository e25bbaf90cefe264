/** How money came in, as one would say it; the software's own word where it is newer than this page. */
export const methodWords: Readonly<Record<string, string>> = {
  ...{ terminal: 'card at the machine', remote: 'by phone', exitCode: 'by phone, with an exit code', cash: 'cash' },
}
