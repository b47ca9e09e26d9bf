#include "features/demonstration/composer.h"

#include <fmt/format.h>

#include <cstring>
#include <mutex>
#include <set>

#include "platform/dicom/uid.h"

namespace portico::demonstration {

struct Composer::Written {
    std::mutex lock;
    std::set<std::filesystem::path> files;
    std::optional<Error> problem;
};

namespace {

// "054Y" from two dates; a day in the future gives nothing.
std::string age(const std::string& birth, const std::string& day) {
    if (birth.size() != 8 || day.size() != 8) return {};
    const int difference = std::atoi(day.c_str()) - std::atoi(birth.c_str());
    return difference < 0 ? std::string() : fmt::format("{:03}Y", std::min(difference / 10'000, 999));
}

void add_physician_identifiers(dicom::DataSet& data, const StudyDetails& details) {
    std::vector<dicom::DataSet> people;
    for (const auto& identifier : details.physician_identifiers) {
        if (identifier.role != dicom::PhysicianRole::referring) continue;
        dicom::DataSet person;
        const std::string scheme = identifier.issuer.empty() ? "L" : identifier.issuer;
        person
            .put("PersonIdentificationCodeSequence",
                 std::vector<dicom::DataSet>{code(identifier.identifier, scheme, "Identifier of the physician")})
            .put("InstitutionName", details.institution.empty() ? scheme : details.institution);
        people.push_back(std::move(person));
    }
    if (!people.empty()) data.put("ReferringPhysicianIdentificationSequence", std::move(people));
}

}  // namespace

std::string decimal(double value) {
    auto text = fmt::format("{:.6f}", value);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string decimals(std::initializer_list<double> values) {
    std::string text;
    for (const double value : values) text += (text.empty() ? "" : "\\") + decimal(value);
    return text;
}

dicom::DataSet code(std::string_view value, std::string_view scheme, std::string_view meaning) {
    dicom::DataSet item;
    item.put("CodeValue", value).put("CodingSchemeDesignator", scheme).put("CodeMeaning", meaning);
    return item;
}

std::string GreyImage::bytes() const {
    std::string raw(pixels.size() * sizeof(std::int16_t), '\0');
    std::memcpy(raw.data(), pixels.data(), raw.size());
    return raw;
}

Composer::Composer(const PhantomStudy& kind, const PhantomPatient& patient, const StudyDetails& details,
                   std::filesystem::path directory)
    : kind_(kind),
      patient_(patient),
      details_(details),
      directory_(std::move(directory)),
      seed_(fmt::format("{}|{}|{}|{}", kind.key, patient.issuer, patient.id, details.accession_number)),
      study_uid_(details.study_uid.empty() ? uid("study") : details.study_uid),
      written_(std::make_shared<Written>()) {
    if (!details.study_uid.empty()) seed_ += '|' + details.study_uid;
    if (details_.date.empty()) details_.date = "20250101";
    if (details_.time.empty()) details_.time = "120000";
}

std::string Composer::uid(std::string_view what) const { return dicom::uid_from(fmt::format("{}|{}", seed_, what)); }

dicom::DataSet Composer::make(const SeriesDetails& series, int number) const {
    dicom::DataSet data;
    data.put("SOPClassUID", series.sop_class)
        .put("SOPInstanceUID", uid(fmt::format("{}/{}", series.number, number)))
        .put("PatientName", patient_.name)
        .put("PatientID", patient_.id)
        .put("PatientBirthDate", patient_.birth_date)
        .put("PatientSex", patient_.sex);
    if (!patient_.issuer.empty()) data.put("IssuerOfPatientID", patient_.issuer);
    if (const auto years = age(patient_.birth_date, details_.date); !years.empty()) data.put("PatientAge", years);
    data.put("StudyInstanceUID", study_uid_)
        .put("StudyID", "1")
        .put("StudyDate", details_.date)
        .put("StudyTime", details_.time)
        .put("AccessionNumber", details_.accession_number)
        .put("ReferringPhysicianName", details_.referring_physician)
        .put("StudyDescription", details_.description.empty() ? kind_.description : details_.description);
    add_physician_identifiers(data, details_);
    data.put("Modality", series.modality)
        .put("SeriesInstanceUID", uid(fmt::format("series {}", series.number)))
        .put("SeriesNumber", series.number)
        .put("SeriesDate", details_.date)
        .put("SeriesTime", details_.time)
        .put("SeriesDescription", series.description)
        .put("ProtocolName", series.protocol)
        .put("BodyPartExamined", series.body_part)
        .put("Manufacturer", "Portico demonstration")
        .put("ManufacturerModelName", series.model)
        .put("DeviceSerialNumber", "0")
        .put("SoftwareVersions", "1")
        .put("InstitutionName", details_.institution)
        .put("StationName", "DEMO")
        .put("InstanceNumber", number)
        .put("InstanceCreationDate", details_.date)
        .put("InstanceCreationTime", details_.time)
        .put("ContentDate", details_.date)
        .put("ContentTime", details_.time)
        .put("AcquisitionDate", details_.date)
        .put("AcquisitionTime", details_.time)
        .put("AcquisitionNumber", 1);
    return data;
}

void Composer::add_plane(dicom::DataSet& data, const Plane& plane) const {
    const Point row = plane.along_row;
    const Point column = plane.along_column;
    const Point normal{row.y * column.z - row.z * column.y, row.z * column.x - row.x * column.z,
                       row.x * column.y - row.y * column.x};
    data.put("FrameOfReferenceUID", uid("frame of reference"))
        .put("PositionReferenceIndicator", "")
        .put("ImagePositionPatient", decimals({plane.origin.x, plane.origin.y, plane.origin.z}))
        .put("ImageOrientationPatient", decimals({row.x, row.y, row.z, column.x, column.y, column.z}))
        .put("PixelSpacing", decimals({plane.spacing, plane.spacing}))
        .put("SliceThickness", decimal(plane.thickness))
        .put("SliceLocation", decimal(dot(plane.origin, normal)));
}

void Composer::save_grey(dicom::DataSet& data, const GreyImage& image, const GreyFormat& format) {
    data.put("SamplesPerPixel", 1)
        .put("PhotometricInterpretation", format.photometric)
        .put("Rows", image.rows)
        .put("Columns", image.columns)
        .put("BitsAllocated", 16)
        .put("BitsStored", format.bits_stored)
        .put("HighBit", format.bits_stored - 1)
        .put("PixelRepresentation", format.is_signed ? 1 : 0);
    save(data, {image.bytes(), 16});
}

void Composer::save(const dicom::DataSet& data, const dicom::Pixels& pixels, const dicom::WriteOptions& options) {
    std::string series;
    std::string number;
    for (const auto& element : data.elements()) {
        if (element.tag == dicom::Tag{0x0020, 0x0011}) series = std::get<std::string>(element.value);
        if (element.tag == dicom::Tag{0x0020, 0x0013}) number = std::get<std::string>(element.value);
    }
    const auto file = directory_ / fmt::format("{}-{}-{:0>4}.dcm", kind_.key, series, number);
    const auto result = dicom::write_object(file, data, pixels, options);
    const std::lock_guard guard(written_->lock);
    if (result)
        written_->files.insert(file);
    else if (!written_->problem)
        written_->problem = result.error();
}

Result<WrittenStudy> Composer::finish() {
    if (written_->problem) return fail(*written_->problem);
    return WrittenStudy{study_uid_, {written_->files.begin(), written_->files.end()}};
}

}  // namespace portico::demonstration
