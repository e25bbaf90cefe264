import type { ComponentChildren } from 'preact'

/** One shape per meaning, as on the road: arrow = go, barred circle = no entry, triangle = caution. Words always stand beside them. */
const Sign = ({ children }: { children: ComponentChildren }) => (
  <svg viewBox="0 0 400 400" aria-hidden="true" class="sign">
    {children}
  </svg>
)

export const ArrowSign = () => (
  <Sign>
    <path d="M200 14 366 196l-48 44-84-92v238h-68V148l-84 92-48-44z" fill="currentColor" />
  </Sign>
)

export const NoEntrySign = () => (
  <Sign>
    <circle cx="200" cy="200" r="186" fill="none" stroke="currentColor" stroke-width="20" />
    <rect x="76" y="160" width="248" height="80" rx="6" fill="currentColor" />
  </Sign>
)

export const CautionSign = () => (
  <Sign>
    <path
      d="M200 38 380 348a8 8 0 0 1-7 12H27a8 8 0 0 1-7-12z"
      fill="none"
      stroke="currentColor"
      stroke-width="28"
      stroke-linejoin="round"
    />
    <path d="M180 140h40l-8 118h-24z" fill="currentColor" />
    <circle cx="200" cy="298" r="23" fill="currentColor" />
  </Sign>
)

export const SettledSign = () => (
  <Sign>
    <circle cx="200" cy="200" r="186" fill="none" stroke="currentColor" stroke-width="20" />
    <path d="m112 206 62 66 118-142" fill="none" stroke="currentColor" stroke-width="40" />
  </Sign>
)

export const PhoneSign = () => (
  <Sign>
    <rect x="112" y="20" width="176" height="360" rx="28" fill="none" stroke="currentColor" stroke-width="20" />
    <path d="m150 206 38 40 66-84" fill="none" stroke="currentColor" stroke-width="26" />
    <path d="M176 344h48" stroke="currentColor" stroke-width="14" />
  </Sign>
)

export const CardReaderSign = () => (
  <Sign>
    <rect x="40" y="112" width="200" height="272" rx="22" fill="none" stroke="currentColor" stroke-width="20" />
    <path d="M78 150h124v62H78z" fill="currentColor" />
    <path d="M82 262h24m22 0h24m22 0h24M82 302h24m22 0h24m22 0h24M82 342h24m22 0h24m22 0h24" stroke="currentColor" stroke-width="20" />
    <g transform="rotate(14 300 100)">
      <rect x="196" y="16" width="196" height="124" rx="14" fill="currentColor" class="card-edge" />
      <path d="M196 44h196v26H196z" class="card-stripe" />
    </g>
    <path
      d="M282 214a64 64 0 0 1 0 84m34-112a108 108 0 0 1 0 140m34-168a152 152 0 0 1 0 196"
      fill="none"
      stroke="currentColor"
      stroke-width="18"
      stroke-linecap="round"
    />
  </Sign>
)
