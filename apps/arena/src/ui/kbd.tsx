/** The key that does the same as the button around it. Screen readers read `aria-keyshortcuts` instead; touch screens have no keys. */
export function Kbd({ children }: { readonly children: string | number }) {
  return (
    <kbd
      aria-hidden="true"
      className="rounded-sm border border-current px-1.5 py-0.5 font-mono text-xs leading-none font-medium opacity-60 [@media(hover:none)]:hidden"
    >
      {children}
    </kbd>
  );
}
