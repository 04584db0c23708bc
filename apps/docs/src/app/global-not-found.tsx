import { siteBasePath } from "@/addresses";
import { LanguageChoice } from "@/language-choice";
import "./site.css";

export const metadata = { title: "404 · llmlist" };

export default function NotFound() {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto max-w-xl px-4 py-16">
          <h1 className="text-3xl font-bold">404</h1>
          <p className="mt-4">There is no page at this address.</p>
          <p lang="zh-Hans">这个地址没有页面。</p>
          <LanguageChoice basePath={siteBasePath} />
        </main>
      </body>
    </html>
  );
}
