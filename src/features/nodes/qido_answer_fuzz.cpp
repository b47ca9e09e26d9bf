// What a DICOMweb server answers: a search's array in pieces of the first byte's length, and a storage's report.
#include <cstdint>
#include <cstdlib>

#include "features/nodes/remote_study.h"
#include "platform/dicom/uid.h"

using namespace portico;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto step = static_cast<std::size_t>(data[0]) + 1;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    nodes::QidoAnswer answer(50);
    bool whole = true;
    for (std::size_t at = 0; at < text.size() && whole; at += step)
        whole = answer.put(text.substr(at, step)).has_value();
    if (whole) (void)answer.finish();
    for (const auto& study : answer.take()) {
        if (!dicom::is_acceptable_uid(study.study_uid) || study.patient_name.size() > 300 || study.instances < 0)
            std::abort();
        (void)nodes::fits(study, {});
    }
    (void)nodes::stow_answer(text);
    return 0;
}
