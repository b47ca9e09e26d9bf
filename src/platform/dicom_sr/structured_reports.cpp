#include "platform/dicom_sr/structured_reports.h"

#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dctk.h>

#include "platform/dicom/writer.h"
#include "platform/dicom_sr/content_tree.h"

namespace portico::dicom_sr {
namespace {

using Types = DSRTypes;

// "20240131101500.000" of "2024-01-31T10:15:00.000Z".
std::string dicom_time(Timestamp at) {
    std::string digits;
    for (char c : to_rfc3339(at))
        if (c >= '0' && c <= '9') digits += c;
    return digits.substr(0, 14);
}

void put(DcmDataset& data, const DcmTagKey& tag, const std::string& value) {
    accept(data.putAndInsertString(tag, value.c_str()), "attribute");
}

// Patient, study and series as they are given: dcmsr would refuse what came in from others with errors.
void put_header(DcmDataset& data, const Header& header) {
    put(data, DCM_SpecificCharacterSet, "ISO_IR 192");
    put(data, DCM_PatientName, header.patient_name);
    put(data, DCM_PatientID, header.patient_id);
    if (!header.issuer_of_patient_id.empty()) put(data, DCM_IssuerOfPatientID, header.issuer_of_patient_id);
    put(data, DCM_PatientBirthDate, header.birth_date);
    put(data, DCM_PatientSex, header.sex);
    put(data, DCM_StudyInstanceUID, header.study_uid);
    put(data, DCM_StudyDate, header.study_date);
    put(data, DCM_StudyTime, header.study_time);
    put(data, DCM_StudyID, header.study_id);
    put(data, DCM_AccessionNumber, header.accession_number);
    put(data, DCM_ReferringPhysicianName, header.referring_physician);
    if (!header.study_description.empty()) put(data, DCM_StudyDescription, header.study_description);
    put(data, DCM_SeriesInstanceUID, header.series_uid);
    put(data, DCM_SOPInstanceUID, header.sop_instance_uid);
    put(data, DCM_SeriesNumber, std::to_string(header.series_number));
    put(data, DCM_SeriesDescription, header.series_description);
    put(data, DCM_InstanceNumber, "1");
    const auto at = dicom_time(header.at);
    for (const auto& tag : {DCM_SeriesDate, DCM_ContentDate, DCM_InstanceCreationDate}) put(data, tag, at.substr(0, 8));
    for (const auto& tag : {DCM_SeriesTime, DCM_ContentTime, DCM_InstanceCreationTime}) put(data, tag, at.substr(8));
    put(data, DCM_TimezoneOffsetFromUTC, "+0000");
    put(data, DCM_Manufacturer, "Portico");
    put(data, DCM_ManufacturerModelName, "Portico");
    put(data, DCM_SoftwareVersions, header.software_version);
    data.findAndDeleteElement(DCM_InstanceCreatorUID);
}

std::string bytes_of(DcmDataset& data, const Header& header, std::string_view sop_class) {
    accept(data.chooseRepresentation(EXS_LittleEndianExplicit, nullptr), "encoding");
    std::string bytes(data.calcElementLength(EXS_LittleEndianExplicit, EET_UndefinedLength) + 1024, '\0');
    DcmOutputBufferStream out(bytes.data(), static_cast<offile_off_t>(bytes.size()));
    data.transferInit();
    accept(data.write(out, EXS_LittleEndianExplicit, EET_UndefinedLength, nullptr), "writing");
    data.transferEnd();
    void* begin = nullptr;
    offile_off_t length = 0;
    out.flushBuffer(begin, length);
    bytes.resize(static_cast<std::size_t>(length));
    return dicom::file_meta(sop_class, header.sop_instance_uid, dicom::transfer_syntaxes::explicit_little) + bytes;
}

template <class Fill>
Result<std::string> make(Types::E_DocumentType type, std::string_view sop_class, const Header& header,
                         const std::vector<ImageReference>& evidence, Fill fill) {
    if (evidence.empty()) return fail(portico::errors::invalid_input, "nothing to refer to");
    try {
        DSRDocument document(type);
        accept(document.setSpecificCharacterSetType(Types::CS_UTF8), "character set");
        accept(document.createNewSeriesInStudy(header.study_uid.c_str()), "study");
        ContentTree tree(document.getTree());
        fill(tree);
        for (const auto& image : evidence)
            accept(document.getCurrentRequestedProcedureEvidence().addItem(
                       header.study_uid.c_str(), image.series_uid.c_str(), image.sop_class_uid.c_str(),
                       image.sop_instance_uid.c_str()),
                   "evidence");
        if (type != Types::DT_KeyObjectSelectionDocument) accept(document.completeDocument(), "completion");
        DcmDataset data;
        accept(document.write(data), "document");
        put_header(data, header);
        return bytes_of(data, header, sop_class);
    } catch (const NotAccepted& error) {
        return fail(portico::errors::invalid_input, error.what());
    }
}

}  // namespace

Result<std::string> measurement_report(const Header& header, const std::vector<Finding>& findings) {
    std::vector<ImageReference> evidence;
    for (const auto& finding : findings) evidence.push_back(finding.image);
    return make(Types::DT_ComprehensiveSR, measurement_report_class, header, evidence,
                [&](ContentTree& tree) { write_measurements(tree, header, findings); });
}

Result<std::string> key_object_selection(const Header& header, const std::vector<ImageReference>& images) {
    return make(Types::DT_KeyObjectSelectionDocument, key_object_selection_class, header, images,
                [&](ContentTree& tree) {
                    tree.root(codes::of_interest, "2010");
                    tree.code(Types::RT_hasConceptMod, codes::language, codes::english);
                    tree.code(Types::RT_hasObsContext, codes::observer_type, codes::person);
                    tree.person(Types::RT_hasObsContext, codes::person_observer_name, header.observer);
                    for (const auto& image : images) tree.image(Types::RT_contains, image);
                });
}

}  // namespace portico::dicom_sr
