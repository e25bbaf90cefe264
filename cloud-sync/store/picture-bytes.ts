/** An unfinished picture: what one box has sent of it so far. */
export interface Part {
  readonly site: string
  readonly device: string
  readonly sha256: string
}

/** Where the bytes of pictures lie. Every call names the site, so one site never reaches another's. */
export interface PictureBytes {
  /** runs `work` while nothing else runs under the same picture */
  exclusive<T>(sha256: string, work: () => Promise<T>): Promise<T>
  /** how much of it is here; 0 where there is nothing */
  partSize(part: Part): Promise<number>
  append(part: Part, bytes: Uint8Array): Promise<void>
  readPart(part: Part): Promise<Uint8Array>
  /** the part is whole and right: from now on it is the picture */
  finish(part: Part): Promise<void>
  discard(part: Part): Promise<void>
  read(site: string, sha256: string): Promise<Uint8Array | null>
  has(site: string, sha256: string): Promise<boolean>
  remove(site: string, sha256: string): Promise<void>
  /** what else may be written, bytes */
  room(): Promise<number>
  /** removes parts and pictures older than `before` (epoch ms, by the files' own time) that nobody stands for; returns how many */
  sweep(before: number, isKnown: (sha256: string) => Promise<boolean>): Promise<number>
}
