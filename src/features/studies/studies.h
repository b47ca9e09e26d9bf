// Studies: receiving, checking, keeping and listing them. The room's public face; its parts stand in api/.
#pragma once

#include "features/studies/api/archive.h"
#include "features/studies/api/clinician_access.h"
#include "features/studies/api/clinician_uploads.h"
#include "features/studies/api/column_text.h"
#include "features/studies/api/corrections.h"
#include "features/studies/api/import.h"
#include "features/studies/api/integrity.h"
#include "features/studies/api/keeping.h"
#include "features/studies/api/leaving.h"
#include "features/studies/api/recalls.h"
#include "features/studies/api/receiver.h"
#include "features/studies/api/safekeeping.h"
#include "features/studies/api/search.h"
#include "features/studies/api/study_list.h"
#include "features/studies/api/study_routes.h"
#include "features/studies/api/validation.h"
