// The codes of PS3.16 that these documents use. Private to this room.
#pragma once

namespace portico::dicom_sr {

struct Code {
    const char* value;
    const char* scheme;
    const char* meaning;
};

namespace codes {
inline constexpr Code measurement_report{"126000", "DCM", "Imaging Measurement Report"};
inline constexpr Code language{"121049", "DCM", "Language of Content Item and Descendants"};
inline constexpr Code english{"en", "RFC5646", "English"};
inline constexpr Code observer_type{"121005", "DCM", "Observer Type"};
inline constexpr Code person{"121006", "DCM", "Person"};
inline constexpr Code person_observer_name{"121008", "DCM", "Person Observer Name"};
inline constexpr Code procedure_reported{"121058", "DCM", "Procedure Reported"};
inline constexpr Code imaging_procedure{"363679005", "SCT", "Imaging procedure"};
inline constexpr Code image_library{"111028", "DCM", "Image Library"};
inline constexpr Code image_library_group{"126200", "DCM", "Image Library Group"};
inline constexpr Code imaging_measurements{"126010", "DCM", "Imaging Measurements"};
inline constexpr Code measurement_group{"125007", "DCM", "Measurement Group"};
inline constexpr Code tracking_identifier{"112039", "DCM", "Tracking Identifier"};
inline constexpr Code tracking_uid{"112040", "DCM", "Tracking Unique Identifier"};
inline constexpr Code image_region{"111030", "DCM", "Image Region"};
inline constexpr Code path{"121055", "DCM", "Path"};
inline constexpr Code comment{"121106", "DCM", "Comment"};
inline constexpr Code derivation{"121401", "DCM", "Derivation"};

inline constexpr Code length{"410668003", "SCT", "Length"};
inline constexpr Code angle{"1483009", "SCT", "Angle"};
inline constexpr Code area{"42798000", "SCT", "Area"};
inline constexpr Code attenuation{"112031", "DCM", "Attenuation Coefficient"};
inline constexpr Code pixel_value{"PIXELVALUE", "99PORTICO", "Pixel value"};
inline constexpr Code mean{"373098007", "SCT", "Mean"};
inline constexpr Code deviation{"386136009", "SCT", "Standard Deviation"};
inline constexpr Code minimum{"255605001", "SCT", "Minimum"};
inline constexpr Code maximum{"56851009", "SCT", "Maximum"};

inline constexpr Code pixels{"{pixels}", "UCUM", "pixels"};
inline constexpr Code no_units{"1", "UCUM", "no units"};
inline constexpr Code hounsfield{"[hnsf'U]", "UCUM", "Hounsfield unit"};

inline constexpr Code of_interest{"113000", "DCM", "Of Interest"};
}  // namespace codes

}  // namespace portico::dicom_sr
