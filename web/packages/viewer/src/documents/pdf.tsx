// An encapsulated PDF, page by page, drawn by pdf.js; a page is drawn when it comes near. STU-40
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist';
import PdfWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toViewerError } from '../errors';
import { Message } from '../components/Message';
import { IconAlertTriangle } from '@tabler/icons-react';

// Of a canvas, so that a page of absurd size does not take all memory.
const mostPixels = 16 * 2 ** 20;

function Page({ document, number, width }: { document: PDFDocumentProxy; number: number; width: number }) {
  const { t } = useTranslation('viewer');
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [page, setPage] = useState<PDFPageProxy | null>(null);
  const [near, setNear] = useState(false);

  useEffect(() => {
    let gone = false;
    void document.getPage(number).then(
      (loaded) => !gone && setPage(loaded),
      () => undefined,
    );
    const observer = new IntersectionObserver(
      (entries) => setNear(entries.some((entry) => entry.isIntersecting)),
      {
        rootMargin: '600px',
      },
    );
    if (place.current) observer.observe(place.current);
    return () => {
      gone = true;
      observer.disconnect();
    };
  }, [document, number]);

  const size = page?.getViewport({ scale: 1 });
  const scale = size ? width / size.width : 1;
  const height = size ? size.height * scale : width * Math.SQRT2;
  useEffect(() => {
    if (!page || !near || !canvas.current) return undefined;
    const wanted = scale * window.devicePixelRatio;
    const base = page.getViewport({ scale: 1 });
    const most = Math.sqrt(mostPixels / (base.width * base.height));
    const viewport = page.getViewport({ scale: Math.min(wanted, most) });
    canvas.current.width = Math.ceil(viewport.width);
    canvas.current.height = Math.ceil(viewport.height);
    const task = page.render({ canvas: canvas.current, viewport });
    task.promise.catch(() => undefined);
    return () => task.cancel();
  }, [page, near, scale]);

  return (
    <div ref={place} className="pv-page" style={{ width, height }}>
      {near && (
        <canvas
          ref={canvas}
          role="img"
          aria-label={t('pdf.page', { number, total: document.numPages })}
          data-testid="pdf-page"
        />
      )}
    </div>
  );
}

export default function Pdf({ load }: { load: () => Promise<Uint8Array<ArrayBuffer>> }) {
  const { t } = useTranslation('viewer');
  const frame = useRef<HTMLDivElement>(null);
  const [document, setDocument] = useState<PDFDocumentProxy | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    let gone = false;
    const worker = new PdfWorker();
    GlobalWorkerOptions.workerPort = worker;
    void load()
      .then((data) => getDocument({ data, isEvalSupported: false, useWasm: false }).promise)
      .then(
        (opened) => (gone ? void opened.destroy() : setDocument(opened)),
        (error: unknown) => !gone && setFailed(toViewerError(error).kind),
      );
    return () => {
      gone = true;
      worker.terminate();
    };
  }, [load]);

  useEffect(() => {
    if (!frame.current) return undefined;
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.max(200, Math.min(1000, Math.floor((entry?.contentRect.width ?? 0) - 24)))),
    );
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [document]);

  if (failed !== null)
    return (
      <Message
        alert
        icon={<IconAlertTriangle size={32} />}
        title={t('unsupported.pdf')}
        text={t(`failure.${failed}`)}
      />
    );
  return (
    // Longer than the viewport as a rule: reached and scrolled by keyboard too.
    <div
      ref={frame}
      className="pv-document"
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      role="region"
      aria-label={t('unsupported.pdf')}
      data-testid="pdf"
      data-pages={document?.numPages}
    >
      {!document && <p role="status">{t('loading')}</p>}
      {document &&
        width > 0 &&
        Array.from({ length: document.numPages }, (_, index) => (
          <Page key={index} document={document} number={index + 1} width={width} />
        ))}
    </div>
  );
}
