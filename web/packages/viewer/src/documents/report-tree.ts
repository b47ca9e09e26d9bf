// The content of a structured report (PS3.3 C.17.3) as a tree of names and values. Pure. STU-40
import { dicomDate, dicomTime } from '../dates';
import { type DataSet, item, items, number, personName, text } from '../dicomjson';
import { formatName } from '../person';

export interface ReportNode {
  name: string;
  // What stands beside the name; empty for a heading.
  value: string;
  isHeading: boolean;
  children: ReportNode[];
}

// Reports come from anywhere; deeper than this nobody reads.
const deepest = 24;

const meaning = (code: DataSet | undefined): string =>
  code ? (text(code, '00080104') ?? text(code, '00080100') ?? '') : '';

function measured(set: DataSet): string {
  const value = item(set, '0040A300');
  if (!value) return meaning(item(set, '0040A301'));
  const unit = item(value, '004008EA');
  const code = unit ? (text(unit, '00080100') ?? '') : '';
  // "1" and "{…}" are UCUM's way to say that there is no unit.
  const words = code === '1' || code.startsWith('{') ? '' : code || meaning(unit);
  return [String(number(value, '0040A30A') ?? text(value, '0040A30A') ?? ''), words]
    .filter(Boolean)
    .join(' ');
}

function valueOf(set: DataSet): string {
  switch (text(set, '0040A040')) {
    case 'TEXT':
      return text(set, '0040A160') ?? '';
    case 'NUM':
      return measured(set);
    case 'CODE':
      return meaning(item(set, '0040A168'));
    case 'PNAME':
      return formatName(personName(set, '0040A123').alphabetic);
    case 'DATE':
      return dicomDate(text(set, '0040A121') ?? '');
    case 'TIME':
      return dicomTime(text(set, '0040A122') ?? '');
    case 'DATETIME': {
      const value = text(set, '0040A120') ?? '';
      return [dicomDate(value), dicomTime(value.slice(8))].filter(Boolean).join(' ');
    }
    case 'UIDREF':
      return text(set, '0040A124') ?? '';
    case 'IMAGE':
    case 'COMPOSITE':
    case 'WAVEFORM': {
      const reference = item(set, '00081199');
      return reference ? (text(reference, '00081155') ?? '') : '';
    }
    default:
      return '';
  }
}

export function reportTree(set: DataSet, depth = 0): ReportNode {
  const children = depth < deepest ? items(set, '0040A730').map((child) => reportTree(child, depth + 1)) : [];
  return {
    name: meaning(item(set, '0040A043')),
    value: valueOf(set),
    isHeading: text(set, '0040A040') === 'CONTAINER',
    children: children.filter((node) => node.name !== '' || node.value !== '' || node.children.length > 0),
  };
}
