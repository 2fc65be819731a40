import { strToU8, zipSync } from 'fflate';

/** A cell as a sheet's XML has it, without its place: `<c r="…">` is made around it. */
export interface SheetCell {
  /** The type attribute: `n`, `b`, `s`, `str`, `inlineStr`, `e` or `d`. */
  readonly type?: string;
  /** The number of the style: see `styles` in the file. */
  readonly style?: number;
  readonly inside: string;
}

export interface SheetOf {
  /** Null for a cell that is not there. */
  readonly rows: readonly (readonly (SheetCell | string | number | null)[])[];
  readonly merged?: readonly string[];
}

interface WorkbookOptions {
  /** Whether days are counted from the year 1904 on. */
  readonly is1904?: boolean;
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const links = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';

/** Styles of cells: 0 plain, 1 a day, 2 a day with a time, 3 a time, 4 and 5 durations, 6 a time with a word in brackets. */
const styles = `<styleSheet xmlns="${main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="[hh]:mm"/><numFmt numFmtId="166" formatCode="h:mm&quot; [h]&quot;"/></numFmts><cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="21"/><xf numFmtId="46"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>`;

/** An .xlsx file of some sheets, as a spreadsheet program would save it. */
export function workbookOf(
  sheets: Readonly<Record<string, SheetOf>>,
  { is1904 = false }: WorkbookOptions = {},
): Uint8Array {
  const names = Object.keys(sheets);
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${links}">${is1904 ? '<workbookPr date1904="1"/>' : ''}<sheets>${names.map((name, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships">${names.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${links}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}<Relationship Id="rIdS" Type="${links}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': styles,
  };
  names.forEach((name, at) => {
    const { rows, merged = [] } = sheets[name]!;
    const cell = (content: SheetCell | string | number | null, place: string) => {
      if (content === null) return '';
      if (typeof content === 'number') return `<c r="${place}"><v>${content}</v></c>`;
      if (typeof content === 'string') return `<c r="${place}" t="inlineStr"><is><t>${escaped(content)}</t></is></c>`;
      const { type, style, inside } = content;
      return `<c r="${place}"${type ? ` t="${type}"` : ''}${style ? ` s="${style}"` : ''}>${inside}</c>`;
    };
    const lines = rows.map(
      (row, line) =>
        `<row r="${line + 1}">${row.map((content, column) => cell(content, `${String.fromCharCode(65 + column)}${line + 1}`)).join('')}</row>`,
    );
    const areas = merged.map((area) => `<mergeCell ref="${area}"/>`).join('');
    parts[`xl/worksheets/sheet${at + 1}.xml`] =
      `<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData>${areas && `<mergeCells count="${merged.length}">${areas}</mergeCells>`}</worksheet>`;
  });
  return zipSync(
    Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(`<?xml version="1.0"?>${xml}`)])),
  );
}
