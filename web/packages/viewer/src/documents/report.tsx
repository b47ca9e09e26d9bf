// A structured report as text: headings, and names with their values. STU-40
import { useTranslation } from 'react-i18next';
import type { DataSet } from '../dicomjson';
import { text } from '../dicomjson';
import { dicomDate, dicomTime } from '../dates';
import { reportTree, type ReportNode } from './report-tree';

function Node({ node, level }: { node: ReportNode; level: number }) {
  if (node.isHeading)
    return (
      <section className="pv-report-part">
        {node.name !== '' && (
          <p className="pv-report-heading" role="heading" aria-level={Math.min(6, level)}>
            {node.name}
          </p>
        )}
        {node.children.map((child, index) => (
          <Node key={index} node={child} level={level + 1} />
        ))}
      </section>
    );
  return (
    <div className="pv-report-row">
      <span className="pv-quiet">{node.name}</span>
      <span className="pv-report-value">{node.value}</span>
      {node.children.length > 0 && (
        <div className="pv-report-under">
          {node.children.map((child, index) => (
            <Node key={index} node={child} level={level + 1} />
          ))}
        </div>
      )}
    </div>
  );
}

export default function Report({ object }: { object: DataSet }) {
  const { t } = useTranslation('viewer');
  const tree = reportTree(object);
  const completion = text(object, '0040A491');
  const verified = text(object, '0040A493');
  const date = [text(object, '00080023') ?? '', text(object, '00080033') ?? ''];
  const facts = [
    [dicomDate(date[0] ?? ''), dicomTime(date[1] ?? '')].filter(Boolean).join(' '),
    completion === 'PARTIAL' ? t('report.partial') : '',
    verified === 'UNVERIFIED' ? t('report.unverified') : verified === 'VERIFIED' ? t('report.verified') : '',
  ].filter(Boolean);
  return (
    // Longer than the viewport as a rule: reached and scrolled by keyboard too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="pv-document" tabIndex={0} role="region" aria-label={tree.name} data-testid="report">
      <article className="pv-report">
        <h2>{tree.name}</h2>
        {facts.length > 0 && <p className="pv-quiet">{facts.join(' · ')}</p>}
        {tree.children.map((node, index) => (
          <Node key={index} node={node} level={3} />
        ))}
        {tree.children.length === 0 && <p>{t('report.empty')}</p>}
      </article>
    </div>
  );
}
