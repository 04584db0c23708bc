import { notFound } from "next/navigation";

/** Every unknown address gets the page of its language. */
export default function UnknownPage() {
  notFound();
}
