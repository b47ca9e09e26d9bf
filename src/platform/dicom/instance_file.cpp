#include "platform/dicom/instance_file.h"

#include "platform/dicom/header_data.h"
#include "platform/dicom/range_stream.h"
#include "platform/dicom/uid.h"

namespace portico::dicom {
namespace {

E_TransferSyntax reading_syntax(const FileLayout& layout) {
    // The pixel data are never handed to DCMTK, so all encapsulated syntaxes read as what their data sets are.
    if (!layout.explicit_vr) return EXS_LittleEndianImplicit;
    return layout.big_endian ? EXS_BigEndianExplicit : EXS_LittleEndianExplicit;
}

Result<void> read_part(HeaderData& header, DcmDataset& into, std::uint64_t begin, std::uint64_t end,
                       const ReadLimits& limits) {
    if (begin >= end) return {};
    const auto& file = header.walked.inflated ? header.walked.inflated : header.walked.file;
    const auto name = header.walked.inflated ? fmt::format("/proc/self/fd/{}", file.get()) : header.path.string();
    RangeInputStream stream(file.get(), name, begin, end);
    into.transferInit();
    const auto longest = static_cast<Uint32>(std::min<std::uint64_t>(limits.value_in_memory, 1U << 30));
    const auto status = into.read(stream, reading_syntax(header.read_layout()), EGL_noChange, longest);
    into.transferEnd();
    if (status.bad() && status != EC_EndOfStream) return fail(errors::malformed, status.text());
    return {};
}

// One room for the whole process, as its memory is.
DenseObjects& dense_objects() {
    static DenseObjects all;
    return all;
}

Result<void> check_uid(const std::string& uid, std::string_view name) {
    if (uid.empty()) return fail(errors::missing_uid, std::string(name));
    if (!is_acceptable_uid(uid)) return fail(errors::invalid_uid, std::string(name));
    return {};
}

Result<void> check_uids(const HeaderData& header) {
    PORTICO_CHECK(check_uid(header.walked.layout.sop_class, "SOP Class UID"));
    PORTICO_CHECK(check_uid(header.walked.layout.sop_instance, "SOP Instance UID"));
    PORTICO_CHECK(check_uid(header.walked.layout.study_uid, "Study Instance UID"));
    PORTICO_CHECK(check_uid(header.walked.layout.series_uid, "Series Instance UID"));
    return check_uid(header.walked.layout.transfer_syntax, "Transfer Syntax UID");
}

Result<FrameIndex> index_frames(const HeaderData& header, const ReadLimits& limits) {
    const auto& a = header.attributes;
    const FrameIndex::Image image{a.rows, a.columns, a.frames, a.samples, a.bits_allocated, a.photometric};
    // Held against the unpacked pixels too, but the frames of a deflated file have no places in it.
    PORTICO_TRY(auto index, FrameIndex::of(header.read_layout(), image, limits));
    return header.walked.inflated ? FrameIndex() : index;
}

}  // namespace

InstanceFile::InstanceFile(std::unique_ptr<HeaderData> header) : header_(std::move(header)) {}
InstanceFile::InstanceFile(InstanceFile&&) noexcept = default;
InstanceFile& InstanceFile::operator=(InstanceFile&&) noexcept = default;
InstanceFile::~InstanceFile() = default;

const std::filesystem::path& InstanceFile::path() const { return header_->path; }
const FileLayout& InstanceFile::layout() const { return header_->walked.layout; }
const std::string& InstanceFile::sop_class() const { return layout().sop_class; }
const std::string& InstanceFile::sop_instance() const { return layout().sop_instance; }
const std::string& InstanceFile::study_uid() const { return layout().study_uid; }
const std::string& InstanceFile::series_uid() const { return layout().series_uid; }
const Attributes& InstanceFile::attributes() const { return header_->attributes; }
const FrameIndex& InstanceFile::frames() const { return header_->frames; }

Result<InstanceFile> read_instance(const std::filesystem::path& file, const ReadLimits& limits) {
    prepare_dcmtk();
    auto header = std::make_unique<HeaderData>();
    header->path = file;
    PORTICO_TRY(header->walked, open_and_walk(file, limits));
    const auto& layout = header->read_layout();
    PORTICO_TRY(header->place, dense_objects().enter(layout.elements));
    PORTICO_CHECK(read_part(*header, header->before, layout.data_set_offset, layout.tail_offset, limits));
    PORTICO_CHECK(read_part(*header, header->after, layout.after_pixels, layout.file_size, limits));
    read_attributes(*header);
    PORTICO_CHECK(check_uids(*header));
    PORTICO_TRY(header->frames, index_frames(*header, limits));
    return InstanceFile(std::move(header));
}

}  // namespace portico::dicom
