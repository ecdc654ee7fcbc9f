export function Logo() {
  return (
    <svg width="128" height="32" viewBox="0 0 128 32" role="img" aria-label="MEDAL">
      <rect width="32" height="32" rx="7" fill="#0f4c5c" />
      <circle cx="16" cy="18" r="8" fill="none" stroke="#e6b450" strokeWidth="2.5" />
      <path d="M10 4l6 7 6-7" fill="none" stroke="#fff" strokeWidth="2.5" strokeLinejoin="round" />
      <path d="M13 18h6M16 15v6" stroke="#fff" strokeWidth="2" />
      <text x="42" y="22" fontSize="18" fontWeight="700" letterSpacing="2.5" fill="currentColor">MEDAL</text>
    </svg>
  );
}
