export function TenantRolesPage(){return null;} export function ClinicianRolesPage(){return null;}
