// Studies as other archives tell of them, and what they are asked (STU-4): pure, no I/O. Answers come from outside and
// are not believed: what is no study is left out, texts are cut to what columns take.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "features/nodes/api/remote_search.h"
#include "platform/dicom/identifier.h"
#include "platform/dicom_json/json_array.h"

namespace portico::nodes {

// The identifier of a C-FIND at study level, Study Root.
dicom::Identifier find_identifier(const RemoteQuery& query);
// What follows "/studies" of a QIDO-RS request.
std::string qido_parameters(const RemoteQuery& query, std::size_t limit);

// An answer; nothing when it has no acceptable Study Instance UID.
std::optional<RemoteStudy> study_of(const dicom::Identifier& answer);
// The same of an element of QIDO-RS's array (PS3.18 Annex F); nothing also when it is no JSON object.
std::optional<RemoteStudy> study_of_json(std::string_view element);

// Sources may pass over keys that are optional to them: modality and date range are looked at again.
bool fits(const RemoteStudy& study, const RemoteQuery& query);

// Takes QIDO-RS's array piece by piece.
class QidoAnswer {
public:
    explicit QidoAnswer(std::size_t most) : most_(most) {}
    // Errors: malformed and too_complex.
    Result<void> put(std::string_view piece);
    Result<void> finish() const;
    std::vector<RemoteStudy> take() { return std::move(studies_); }
    bool truncated() const { return truncated_; }

private:
    std::size_t most_;
    dicom::JsonArrayCutter cutter_{{.element_bytes = 256 * 1024, .values = 20'000, .elements = 10'000}};
    std::vector<RemoteStudy> studies_;
    bool truncated_ = false;
};

// What a STOW-RS server says that it kept and refused (PS3.18 10.5.3); nothing when it is no such answer.
struct StowAnswer {
    std::int64_t stored = 0, failed = 0;
    std::optional<std::int64_t> reason;  // Failure Reason of the first that failed
};
std::optional<StowAnswer> stow_answer(std::string_view json);

}  // namespace portico::nodes
