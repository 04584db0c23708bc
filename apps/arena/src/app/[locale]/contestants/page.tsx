import { getLocale } from "next-intl/server";
import { permanentRedirect } from "@/i18n/navigation";

/** The former address of the models page. */
export default async function ContestantsPage() {
  permanentRedirect({ href: "/models", locale: await getLocale() });
}
