// What can be wrong with a DICOM object (STU-6). DIMSE statuses: PS3.4 Annex B.2.3 (C-STORE) and PS3.7 Annex C.
#pragma once

#include "core/result.h"

namespace portico::dicom::errors {

inline constexpr ErrorKind not_dicom{"not_dicom", 400, 0xC000, "This is not a DICOM file."};
inline constexpr ErrorKind truncated{"dicom_truncated", 400, 0xC001, "This DICOM object ends too early."};
inline constexpr ErrorKind malformed{"dicom_malformed", 400, 0xC002,
                                     "This DICOM object is damaged and cannot be read."};
inline constexpr ErrorKind too_deep{"dicom_too_deep", 400, 0xC003, "This DICOM object is nested too deeply."};
inline constexpr ErrorKind missing_uid{"dicom_missing_uid", 409, 0xA900,
                                       "This DICOM object lacks a UID that every object must have."};
inline constexpr ErrorKind invalid_uid{"dicom_invalid_uid", 409, 0xA901,
                                       "This DICOM object has a UID that is not valid."};
inline constexpr ErrorKind absurd_dimensions{"dicom_absurd_dimensions", 409, 0xA902,
                                             "The size of the image and the pixels in the object do not agree."};
inline constexpr ErrorKind too_complex{"dicom_too_complex", 413, 0xA700,
                                       "This DICOM object is larger than what is accepted."};
inline constexpr ErrorKind deflate_bomb{"dicom_deflate_too_large", 413, 0xA701,
                                        "This compressed DICOM object unpacks to more than what is accepted."};
inline constexpr ErrorKind busy{"dicom_busy", 503, 0xA700,
                                "Other objects of very many elements are being read. Send this one again later."};
inline constexpr ErrorKind unreadable{"dicom_unreadable", 500, 0x0110, "The stored file could not be read."};
inline constexpr ErrorKind invalid_correction{"dicom_invalid_correction", 422, 0xA900,
                                              "This value cannot be put into a DICOM object."};
inline constexpr ErrorKind no_such_element{"dicom_no_such_element", 404, 0x0112,
                                           "There is no such element in this object."};

}  // namespace portico::dicom::errors
