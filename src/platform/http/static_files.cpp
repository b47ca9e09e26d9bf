#include "platform/http/static_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

#include "platform/http/detail/encoding.h"
#include "platform/http/errors.h"
#include "platform/http/problem.h"
#include "platform/http/ranges.h"

namespace portico::http {

namespace {

struct Descriptor {
    explicit Descriptor(int d) : value(d) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (value >= 0) ::close(value);
    }
    int release() { return std::exchange(value, -1); }
    int value;
};

std::string_view content_type_of(std::string_view path) {
    using Entry = std::pair<std::string_view, std::string_view>;
    static constexpr std::array<Entry, 22> types{{
        {"html", "text/html; charset=utf-8"},
        {"js", "text/javascript; charset=utf-8"},
        {"mjs", "text/javascript; charset=utf-8"},
        {"css", "text/css; charset=utf-8"},
        {"json", "application/json"},
        {"map", "application/json"},
        {"webmanifest", "application/manifest+json"},
        {"svg", "image/svg+xml"},
        {"png", "image/png"},
        {"jpg", "image/jpeg"},
        {"jpeg", "image/jpeg"},
        {"gif", "image/gif"},
        {"webp", "image/webp"},
        {"avif", "image/avif"},
        {"ico", "image/x-icon"},
        {"woff2", "font/woff2"},
        {"woff", "font/woff"},
        {"ttf", "font/ttf"},
        {"wasm", "application/wasm"},
        {"txt", "text/plain; charset=utf-8"},
        {"xml", "application/xml"},
        {"pdf", "application/pdf"},
    }};
    const auto extension = path.substr(std::min(path.rfind('.'), path.size() - 1) + 1);
    for (const auto& [name, type] : types) {
        if (name == extension) return type;
    }
    return "application/octet-stream";
}

std::string_view last_segment(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

struct FoundFile {
    std::shared_ptr<const OpenFile> file;
    std::uint64_t size = 0;
    std::string etag;
};

}  // namespace

struct StaticFiles::Folder {
    StaticFilesOptions options;
    Descriptor root{-1};

    // Opens a regular file, from the root down, one segment at a time and through no link: nothing outside is reached.
    std::optional<FoundFile> open(std::string_view path) const {
        Descriptor current(::dup(root.value));
        while (true) {
            const auto slash = path.find('/');
            const std::string segment(path.substr(0, slash));
            if (segment.empty() || segment.front() == '.') return std::nullopt;  // hidden files are not for the web
            const int kind = slash == std::string_view::npos ? O_NONBLOCK : O_DIRECTORY;
            Descriptor next(::openat(current.value, segment.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | kind));
            if (next.value < 0) return std::nullopt;
            std::swap(current.value, next.value);
            if (slash == std::string_view::npos) break;
            path.remove_prefix(slash + 1);
        }
        struct stat status {};
        if (::fstat(current.value, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
        FoundFile found;
        found.size = static_cast<std::uint64_t>(status.st_size);
        found.etag = fmt::format("\"{:x}-{:x}{:08x}\"", found.size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
        found.file = OpenFile::adopt(current.release());
        return found;
    }

    bool is_hashed(std::string_view path) const {
        return std::any_of(options.hashed_prefixes.begin(), options.hashed_prefixes.end(),
                           [&](const auto& prefix) { return path.starts_with(prefix); });
    }

    // The file itself or, where the client takes it, its compressed neighbour.
    std::optional<Response> answer(const Request& request, std::string_view path) const {
        auto found = open(path);
        if (!found) return std::nullopt;
        Response response;
        const auto accepted = request.header("Accept-Encoding");
        for (const auto& [coding, extension] : {std::pair{"br", ".br"}, std::pair{"gzip", ".gz"}}) {
            if (!detail::accepts_coding(accepted, coding)) continue;
            auto compressed = open(std::string(path) + extension);
            if (!compressed) continue;
            response.headers.set("Content-Encoding", coding);
            found = std::move(compressed);
            break;
        }
        response.headers.set("Content-Type", content_type_of(path));
        response.headers.set("Vary", "Accept-Encoding");
        response.headers.set("ETag", found->etag);
        response.headers.set("Cache-Control", is_hashed(path) ? "public, max-age=31536000, immutable" : "no-cache");
        response.body = std::vector<Segment>{FileRange{found->file, 0, found->size}};
        return apply_conditions(request, std::move(response));
    }
};

StaticFiles::StaticFiles(StaticFilesOptions options) {
    auto folder = std::make_shared<Folder>();
    folder->root.value = ::open(options.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->root.value < 0) throw std::invalid_argument("no folder for the web front-end: " + options.folder);
    folder->options = std::move(options);
    folder_ = std::move(folder);
}

Response StaticFiles::serve(const Request& request, std::string_view path) const {
    if (!path.empty()) {
        if (auto response = folder_->answer(request, path)) return std::move(*response);
    }
    const bool is_page = last_segment(path).find('.') == std::string_view::npos && !folder_->is_hashed(path);
    if (is_page && !folder_->options.fallback.empty()) {
        if (auto response = folder_->answer(request, folder_->options.fallback)) return std::move(*response);
    }
    return problem_response(errors::no_such_route, request);
}

Handler StaticFiles::handler() const {
    return [files = *this](Request& request) {
        return files.serve(request, request.parameters.empty() ? std::string_view{} : request.parameters.back().second);
    };
}

}  // namespace portico::http
