// SOP classes that are not storage (PS3.6 Annex A).
#pragma once

#include <string_view>

namespace portico::dimse::sop_classes {

inline constexpr std::string_view verification = "1.2.840.10008.1.1";
inline constexpr std::string_view storage_commitment = "1.2.840.10008.1.20.1";
inline constexpr std::string_view storage_commitment_instance = "1.2.840.10008.1.20.1.1";
inline constexpr std::string_view patient_root_find = "1.2.840.10008.5.1.4.1.2.1.1";
inline constexpr std::string_view patient_root_move = "1.2.840.10008.5.1.4.1.2.1.2";
inline constexpr std::string_view patient_root_get = "1.2.840.10008.5.1.4.1.2.1.3";
inline constexpr std::string_view study_root_find = "1.2.840.10008.5.1.4.1.2.2.1";
inline constexpr std::string_view study_root_move = "1.2.840.10008.5.1.4.1.2.2.2";
inline constexpr std::string_view study_root_get = "1.2.840.10008.5.1.4.1.2.2.3";

}  // namespace portico::dimse::sop_classes
