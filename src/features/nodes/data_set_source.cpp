#include "features/nodes/data_set_source.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "platform/storage/errors.h"

namespace portico::nodes {
namespace {

class DataSetSource final : public dimse::ObjectSource {
public:
    explicit DataSetSource(studies::Content content) : content_(std::move(content)) {}

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
    Result<std::size_t> read_file(const studies::ContentPart& part, std::span<std::byte> into) const {
        for (;;) {
            const auto got =
                ::pread(part.file->fd(), into.data(), into.size(), static_cast<off_t>(part.offset + within_));
            if (got > 0) return static_cast<std::size_t>(got);
            if (got == 0 || errno != EINTR) return fail(portico::errors::internal, "a kept object cannot be read");
        }
    }
    Result<std::size_t> copy(const studies::ContentPart& part, std::span<std::byte> into) const {
        std::memcpy(into.data(), part.bytes.data() + within_, into.size());
        return into.size();
    }

    studies::Content content_;
    std::size_t part_ = 0;
    std::uint64_t within_ = 0;
};

}  // namespace

std::unique_ptr<dimse::ObjectSource> data_set_source(studies::Content content) {
    return std::make_unique<DataSetSource>(std::move(content));
}

dimse::OutgoingHeader header_of(studies::InstanceRecord instance) {
    auto other = studies::other_native_syntax(instance.transfer_syntax_uid);
    return {std::move(instance.sop_class_uid), std::move(instance.sop_instance_uid),
            std::move(instance.transfer_syntax_uid), std::move(other)};
}

Result<dimse::Peer> peer_of(const AeTitle& node, const Calling& calling) {
    if (!calling.hosts.may_call_host(node.host.value_or("")))
        return fail(outgoing::errors::host_not_allowed, node.host.value_or(""));
    return dimse::Peer{node.host.value_or(""),
                       static_cast<std::uint16_t>(node.port.value_or(0)),
                       node.calling,
                       node.called,
                       node.require_tls.value_or(false),
                       node.certificate_sha256.value_or("")};
}

}  // namespace portico::nodes
