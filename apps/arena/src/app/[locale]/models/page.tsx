import type { Metadata } from "next";
import { pageMetadata } from "@/app/page-metadata";
import { getFormatter, getTranslations } from "next-intl/server";
import { ModelName, ModelStatusLine } from "@/features/models";
import { readModelStatus, readContestants } from "@/features/models/server";
import { runtime } from "@/runtime/runtime";
import { Command, Lead, PageSection, PageTitle } from "@/ui/page";
import { Cell, ColumnHeader, RowHeader, Table, TableBody, TableHead, TableRow } from "@/ui/table";

export const generateMetadata = async (): Promise<Metadata> => pageMetadata("/models", (await getTranslations("models"))("title"));

export default async function ModelsPage() {
  const [t, format, services] = await Promise.all([getTranslations("models"), getFormatter(), runtime()]);
  return (
    <PageSection>
      <PageTitle>{t("title")}</PageTitle>
      <Lead>{t("lead")}</Lead>
      <ModelStatusLine initial={readModelStatus(services)} />
      <Table>
        <TableHead>
          <ColumnHeader>{t("name")}</ColumnHeader>
          <ColumnHeader>{t("license")}</ColumnHeader>
          <ColumnHeader numeric>{t("fileSize")}</ColumnHeader>
          <ColumnHeader>{t("stateTitle")}</ColumnHeader>
        </TableHead>
        <TableBody>
          {readContestants(services).map((model) => (
            <TableRow
              key={model.id}
              className="max-md:grid-cols-[1fr_auto] max-md:gap-x-4"
              data-testid="contestant-row"
              data-model={model.id}
            >
              <RowHeader>
                <ModelName model={model} />
              </RowHeader>
              <Cell className="max-md:col-start-1 max-md:row-start-2">
                {model.license === null ? t("unknown") : <a href={model.license.url}>{model.license.name}</a>}
              </Cell>
              <Cell numeric>
                {model.bytes === null
                  ? t("unknown")
                  : format.number(model.bytes / 1e6, { maximumFractionDigits: 1, style: "unit", unit: "megabyte" })}
              </Cell>
              <Cell className="max-md:text-right">{t(`state.${model.state}`)}</Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <h2 className="mt-4 text-xl font-bold">{t("addTitle")}</h2>
      <p>{t("addDefault")}</p>
      <Command>npm run models -- pull default</Command>
      <p>{t("addRecommended")}</p>
      <Command>npm run models -- recommend</Command>
      <p>{t("addFile")}</p>
      <Command>npm run models -- add my-model.gguf</Command>
      <p>{t("addEndpoint")}</p>
      <p className="max-w-[62ch] text-quiet">{t("aboutPocket")}</p>
    </PageSection>
  );
}
