// Other systems: DICOM nodes that call us and that we call. The room's public face; its parts stand in api/.
#pragma once

#include "features/nodes/api/ae_titles.h"
#include "features/nodes/api/calling.h"
#include "features/nodes/api/dicom_commitments.h"
#include "features/nodes/api/dicom_nodes.h"
#include "features/nodes/api/dicom_queries.h"
#include "features/nodes/api/dicomweb_servers.h"
#include "features/nodes/api/pull_rules.h"
#include "features/nodes/api/pulls.h"
#include "features/nodes/api/sources.h"
#include "features/nodes/api/study_sendings.h"
