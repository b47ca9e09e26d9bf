import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { IconFile, IconFolder, IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { droppedFiles } from './collect';

interface DropAreaProps {
  disabled: boolean;
  onFiles: (files: File[]) => void;
}

export function DropArea({ disabled, onFiles }: DropAreaProps) {
  const { t } = useTranslation('upload');
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const chosen = (input: HTMLInputElement) => {
    onFiles([...(input.files ?? [])]);
    input.value = '';
  };
  return (
    <Paper
      withBorder
      p="xl"
      style={{ borderStyle: 'dashed', borderColor: over ? 'var(--mantine-primary-color-filled)' : undefined }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!disabled) void droppedFiles(event.dataTransfer).then(onFiles);
      }}
    >
      <Stack align="center" gap="xs">
        <IconUpload size={28} aria-hidden />
        <Text fw={600} ta="center">
          {t('drop')}
        </Text>
        <Text size="sm" c="dimmed" ta="center">
          {t('dropHelp')}
        </Text>
        <Group justify="center">
          <Button
            variant="default"
            disabled={disabled}
            leftSection={<IconFile size={16} aria-hidden />}
            onClick={() => files.current?.click()}
          >
            {t('files')}
          </Button>
          <Button
            variant="default"
            disabled={disabled}
            leftSection={<IconFolder size={16} aria-hidden />}
            onClick={() => folder.current?.click()}
          >
            {t('folder')}
          </Button>
        </Group>
        <input ref={files} type="file" multiple hidden onChange={(event) => chosen(event.currentTarget)} />
        <input
          ref={folder}
          type="file"
          hidden
          onChange={(event) => chosen(event.currentTarget)}
          {...{ webkitdirectory: '' }}
        />
      </Stack>
    </Paper>
  );
}
