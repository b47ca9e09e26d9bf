import {
  IconAddressBook,
  IconBuildingHospital,
  IconChecklist,
  IconClipboardList,
  IconDoor,
  IconKey,
  IconListDetails,
  IconServer2,
  IconSettings,
  IconShieldLock,
  IconStethoscope,
  IconUpload,
  IconUserCheck,
  IconUsers,
} from '@tabler/icons-react';
import type { NavigationId } from './navigation';

export const navigationIcons: Record<NavigationId, typeof IconUsers> = {
  studies: IconListDetails,
  validation: IconChecklist,
  upload: IconUpload,
  directory: IconBuildingHospital,
  'portal-settings': IconDoor,
  'access-control': IconUserCheck,
  'clinician-roles': IconStethoscope,
  referrers: IconAddressBook,
  users: IconUsers,
  roles: IconShieldLock,
  nodes: IconServer2,
  'api-keys': IconKey,
  audit: IconClipboardList,
  general: IconSettings,
};
