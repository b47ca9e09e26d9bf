import { Box, Button, FileButton, Group, Image, Input, Slider, Stack, Text } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { IconPhotoUp } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { centreOf, cropAround, dragged, type Crop } from './crop';

const shown = 220;
const limit = 10 * 1024 * 1024;
const sent = 1024;

interface PhotoFieldProps {
  id: string;
  // The photo that is in use now.
  currentUrl?: string | null;
  error?: ReactNode;
  // The cut-out square as it will be sent; null while none is chosen.
  onChange: (photo: Blob | null) => void;
}

// The square as a JPEG: what the preview shows is what is sent, however the file was turned by its camera.
function cutOut(picture: ImageBitmap, crop: Crop): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  const edge = Math.round(Math.min(sent, crop.size));
  canvas.width = edge;
  canvas.height = edge;
  canvas.getContext('2d')?.drawImage(picture, crop.x, crop.y, crop.size, crop.size, 0, 0, edge, edge);
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.92));
}

function Cropper({ picture, onCrop }: { picture: ImageBitmap; onCrop: (crop: Crop) => void }) {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [zoom, setZoom] = useState(1);
  const [crop, setCrop] = useState(() =>
    cropAround(picture, { x: picture.width / 2, y: picture.height / 2 }, 1),
  );
  const last = useRef<{ x: number; y: number } | null>(null);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.clearRect(0, 0, shown * 2, shown * 2);
    context?.drawImage(picture, crop.x, crop.y, crop.size, crop.size, 0, 0, shown * 2, shown * 2);
  }, [picture, crop]);

  const set = (next: Crop) => {
    setCrop(next);
    onCrop(next);
  };
  const move = (event: PointerEvent) => {
    if (!last.current) return;
    const by = { x: event.clientX - last.current.x, y: event.clientY - last.current.y };
    last.current = { x: event.clientX, y: event.clientY };
    set(dragged(picture, crop, zoom, by, shown));
  };
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [10, 0], ArrowRight: [-10, 0], ArrowUp: [0, 10], ArrowDown: [0, -10] }[
      event.key
    ];
    if (!step) return;
    event.preventDefault();
    set(dragged(picture, crop, zoom, { x: step[0] ?? 0, y: step[1] ?? 0 }, shown));
  };

  return (
    <Stack gap={6} w={shown}>
      <canvas
        ref={canvas}
        width={shown * 2}
        height={shown * 2}
        // eslint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role -- moved by pointer and arrow keys
        role="application"
        aria-label={t('photo.cropLabel')}
        tabIndex={0}
        style={{ width: shown, height: shown, borderRadius: 6, cursor: 'grab', touchAction: 'none' }}
        onPointerDown={(event) => {
          last.current = { x: event.clientX, y: event.clientY };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={move}
        onPointerUp={() => (last.current = null)}
        onKeyDown={pressed}
      />
      <Text size="xs" c="dimmed">
        {t('photo.cropHelp')}
      </Text>
      <Slider
        min={1}
        max={4}
        step={0.05}
        value={zoom}
        label={null}
        thumbLabel={t('photo.zoom')}
        onChange={(value) => {
          setZoom(value);
          set(cropAround(picture, centreOf(crop), value));
        }}
      />
    </Stack>
  );
}

export function PhotoField({ id, currentUrl, error, onChange }: PhotoFieldProps) {
  const { t } = useTranslation(['clinician-portal', 'common']);
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const choose = async (file: File | null) => {
    if (!file) return;
    setPicture(null);
    onChange(null);
    if (file.size > limit) {
      setProblem(t('photo.tooLarge'));
      return;
    }
    try {
      const opened = await createImageBitmap(file);
      setProblem(null);
      setPicture(opened);
      onChange(await cutOut(opened, cropAround(opened, { x: opened.width / 2, y: opened.height / 2 }, 1)));
    } catch {
      setProblem(t('photo.notAnImage'));
    }
  };

  return (
    <Input.Wrapper
      label={t('photo.label')}
      description={t('photo.help')}
      error={problem ?? error}
      labelElement="div"
      inputWrapperOrder={['label', 'description', 'input', 'error']}
    >
      <Group mt={6} align="flex-start" gap="md">
        {picture ? (
          <Cropper
            key={`${picture.width}x${picture.height}`}
            picture={picture}
            onCrop={(crop) => void cutOut(picture, crop).then(onChange)}
          />
        ) : (
          currentUrl && (
            <Image src={currentUrl} alt={t('photo.current')} w={120} h={120} fit="cover" radius={6} />
          )
        )}
        <Box>
          <FileButton onChange={(file) => void choose(file)} accept="image/jpeg,image/png,image/webp">
            {(props) => (
              <Button
                {...props}
                id={id}
                variant="default"
                leftSection={<IconPhotoUp size={16} aria-hidden />}
              >
                {picture || currentUrl ? t('photo.change') : t('photo.choose')}
              </Button>
            )}
          </FileButton>
        </Box>
      </Group>
    </Input.Wrapper>
  );
}
