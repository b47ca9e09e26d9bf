#include "features/studies/data_set_source.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "platform/storage/errors.h"

namespace portico::studies {
namespace {

class DataSetSource final : public dimse::ObjectSource {
public:
    explicit DataSetSource(Content content) : content_(std::move(content)) {}

    std::uint64_t size() const override { return content_.size; }

    Result<std::size_t> read(std::span<std::byte> into) override {
        while (part_ < content_.parts.size() && within_ == content_.parts[part_].length) {
            ++part_;
            within_ = 0;
        }
        if (part_ == content_.parts.size() || into.empty()) return 0;
        const auto& part = content_.parts[part_];
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), part.length - within_));
        PORTICO_TRY(const auto got, part.file ? read_file(part, into.first(wanted)) : copy(part, into.first(wanted)));
        within_ += got;
        return got;
    }

private:
    Result<std::size_t> read_file(const ContentPart& part, std::span<std::byte> into) const {
        for (;;) {
            const auto got =
                ::pread(part.file->fd(), into.data(), into.size(), static_cast<off_t>(part.offset + within_));
            if (got > 0) return static_cast<std::size_t>(got);
            if (got == 0 || errno != EINTR) return fail(portico::errors::internal, "a kept object cannot be read");
        }
    }
    Result<std::size_t> copy(const ContentPart& part, std::span<std::byte> into) const {
        std::memcpy(into.data(), part.bytes.data() + within_, into.size());
        return into.size();
    }

    Content content_;
    std::size_t part_ = 0;
    std::uint64_t within_ = 0;
};

}  // namespace

std::unique_ptr<dimse::ObjectSource> data_set_source(Content content) {
    return std::make_unique<DataSetSource>(std::move(content));
}

dimse::OutgoingHeader header_of(InstanceRecord instance) {
    auto other = other_native_syntax(instance.transfer_syntax_uid);
    return {std::move(instance.sop_class_uid), std::move(instance.sop_instance_uid),
            std::move(instance.transfer_syntax_uid), std::move(other)};
}

dimse::Peer peer_of(const AeTitle& node) {
    return {node.host.value_or(""),
            static_cast<std::uint16_t>(node.port.value_or(0)),
            node.calling,
            node.called,
            node.require_tls.value_or(false),
            node.certificate_sha256.value_or("")};
}

Result<StudyAccess> open_released(db::Session& session, const access::AccessService& access, const Caller& caller,
                                  const StudyId& study) {
    PORTICO_TRY(auto opened, access.study(session, caller, study, StudyRight::download));
    if (!session.first_value<std::int64_t>("SELECT 1 FROM study WHERE tenant_id = ? AND id = ? AND visible = 1",
                                           opened.scope().tenant(), study))
        return fail(portico::errors::not_found, "not released");
    return opened;
}

std::string patient_of(db::Session& session, const StudyAccess& access) {
    return session
        .first_value<std::optional<std::string>>("SELECT patient_ref FROM study WHERE tenant_id = ? AND id = ?",
                                                 access.scope().tenant(), access.study())
        .value_or(std::nullopt)
        .value_or("");
}

}  // namespace portico::studies
