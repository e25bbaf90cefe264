import type { ComponentChildren } from 'preact'

/** Small pictures beside words, drawn in the current colour. Decorative: the word says it. */
/** `turns`: points where the text comes from, so it turns round where text runs from right to left */
const Icon = ({ children, turns = false }: { children: ComponentChildren; turns?: boolean }) => (
  <svg viewBox="0 0 48 48" aria-hidden="true" class={turns ? 'icon turns' : 'icon'} fill="none" stroke="currentColor" stroke-width="5">
    {children}
  </svg>
)

export const CardIcon = () => (
  <Icon>
    <rect x="4" y="10" width="40" height="28" rx="4" />
    <path d="M4 20h40M11 30h9" />
  </Icon>
)
export const GlobeIcon = () => (
  <Icon>
    <circle cx="24" cy="24" r="20" />
    <path d="M4 24h40M24 4c-14 12-14 28 0 40M24 4c14 12 14 28 0 40" />
  </Icon>
)
export const SpeakerIcon = () => (
  <Icon>
    <path d="M5 18v12h9l11 9V9l-11 9z" fill="currentColor" />
    <path d="M32 17a10 10 0 0 1 0 14M38 11a19 19 0 0 1 0 26" />
  </Icon>
)
export const MuteIcon = () => (
  <Icon>
    <path d="M5 18v12h9l11 9V9l-11 9z" fill="currentColor" />
    <path d="M32 18l12 12M44 18 32 30" />
  </Icon>
)
export const ContrastIcon = () => (
  <Icon>
    <circle cx="24" cy="24" r="19" />
    <path d="M24 5a19 19 0 0 1 0 38z" fill="currentColor" />
  </Icon>
)
export const CloseIcon = () => (
  <Icon>
    <path d="M10 10l28 28M38 10 10 38" />
  </Icon>
)
export const BackIcon = () => (
  <Icon turns>
    <path d="M22 8 6 24l16 16M7 24h36" />
  </Icon>
)
export const KeysIcon = () => (
  <Icon>
    <rect x="3" y="9" width="42" height="30" rx="4" />
    <path d="M11 18h5m5 0h5m5 0h6M13 30h22" />
  </Icon>
)
export const DeleteIcon = () => (
  <Icon>
    <path d="M16 9h28v30H16L4 24zM24 18l12 12m0-12L24 30" />
  </Icon>
)
export const HelpIcon = () => (
  <svg viewBox="0 0 48 48" aria-hidden="true" class="icon">
    <circle cx="24" cy="24" r="22" fill="currentColor" />
    <path d="M17 19a7 7 0 1 1 10 6.3c-2 1.3-3 2.3-3 5" fill="none" class="on-icon" stroke-width="5" />
    <circle cx="24" cy="37" r="3.2" class="on-icon-dot" />
  </svg>
)
