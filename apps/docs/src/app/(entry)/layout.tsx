import { messages } from "@/i18n/messages";
import "../site.css";

export const metadata = { title: messages.en.title, description: messages.en.description };

export default function EntryLayout({ children }: LayoutProps<"/">) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
