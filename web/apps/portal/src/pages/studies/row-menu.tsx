import { ActionIcon, Menu } from '@mantine/core';
import { studyDownloadUrl, type StudyRow } from '@portico/api';
import { useTranslation } from '@portico/i18n';
import {
  IconDots,
  IconDownload,
  IconExternalLink,
  IconFileInfo,
  IconKey,
  IconSend,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';

export interface RowMenuProps {
  study: StudyRow;
  // Absent for who may not.
  onManageAccess?: (study: StudyRow) => void;
  onSend?: (study: StudyRow) => void;
}

export const mayViewImages = (study: StudyRow) => study.rights.includes('view_images');

export const mayDownload = (study: StudyRow) => study.rights.includes('download');

export function RowMenu({ study, onManageAccess, onSend }: RowMenuProps) {
  const { t } = useTranslation(['studies', 'common']);
  return (
    <Menu position="bottom-end" width={270}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('rowMenu', { name: study.patient.name || t('unnamed') })}
          onClick={(event) => event.stopPropagation()}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown onClick={(event) => event.stopPropagation()}>
        <Menu.Item
          renderRoot={(props) => <Link to="/studies/$studyId" params={{ studyId: study.id }} {...props} />}
          leftSection={<IconFileInfo size={16} aria-hidden />}
        >
          {t('openStudy')}
        </Menu.Item>
        {mayViewImages(study) && (
          <Menu.Item
            component="a"
            href={`/viewer/${study.id}`}
            target="_blank"
            leftSection={<IconExternalLink size={16} aria-hidden />}
          >
            {t('openImagesTab')}
          </Menu.Item>
        )}
        {mayDownload(study) && (
          <Menu.Item
            component="a"
            href={studyDownloadUrl(study.id)}
            download
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t('download')}
          </Menu.Item>
        )}
        {onManageAccess && (
          <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => onManageAccess(study)}>
            {t('manageAccess')}
          </Menu.Item>
        )}
        {onSend && study.releasedAt && (
          <Menu.Item leftSection={<IconSend size={16} aria-hidden />} onClick={() => onSend(study)}>
            {t('send.action')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
