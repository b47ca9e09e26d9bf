#include "features/studies/api/import.h"

#include <fstream>
#include <mutex>
#include <thread>

#include "platform/dicom/errors.h"
#include "platform/storage/errors.h"

namespace portico::studies {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_list = 1000;
constexpr std::size_t copy_bytes = 1024 * 1024;

bool is_dicom(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::array<char, 4> magic{};
    in.seekg(128);
    in.read(magic.data(), magic.size());
    return in && std::string_view(magic.data(), magic.size()) == "DICM";
}

bool ends_everything(const ErrorKind& kind) {
    return &kind == &storage::errors::storage_full || &kind == &storage::errors::store_read_only ||
           &kind == &portico::errors::unavailable;
}

// One import: threads take batches of files from one reader of the folder.
class Import {
public:
    Import(Receiver& receiver, const TenantScope& scope, const Sender& sender, const ImportOptions& options,
           fs::recursive_directory_iterator files)
        : receiver_(receiver), scope_(scope), sender_(sender), options_(options), files_(std::move(files)) {}

    ImportReport run() {
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < std::max(1, options_.parallel); ++i) threads.emplace_back([this] { work(); });
        }
        if (failure_) std::rethrow_exception(failure_);
        return std::move(report_);
    }

private:
    struct File {
        fs::path path;
        std::uint64_t size = 0;
    };

    void work() {
        try {
            for (auto batch = next_batch(); !batch.empty(); batch = next_batch()) store(batch);
        } catch (...) {
            std::lock_guard lock(mutex_);
            if (!failure_) failure_ = std::current_exception();
            ended_ = true;
        }
    }

    std::vector<File> next_batch() {
        std::lock_guard lock(mutex_);
        std::vector<File> batch;
        std::uint64_t bytes = 0;
        const fs::recursive_directory_iterator end;
        if (options_.cancel != nullptr && options_.cancel->load()) {
            report_.cancelled = true;
            ended_ = true;
        }
        while (!ended_ && files_ != end && batch.size() < options_.batch_files && bytes < options_.batch_bytes) {
            std::error_code error;
            const auto entry = *files_;
            if (entry.is_regular_file(error)) {
                const auto size = entry.file_size(error);
                batch.push_back({entry.path(), error ? 0 : size});
                bytes += batch.back().size;
                ++report_.counts.found;
            }
            files_.increment(error);
            if (error) files_ = end;
        }
        if (files_ == end) report_.counts.all_found = true;
        return batch;
    }

    void store(const std::vector<File>& batch) {
        std::vector<storage::Staged> objects;
        std::vector<const File*> sent;
        for (const auto& file : batch) {
            if (file.path.filename() == "DICOMDIR" || !is_dicom(file.path)) {
                note(file, [](ImportCounts& counts) { ++counts.not_dicom; });
                continue;
            }
            auto staged = copy(file.path);
            if (!staged) {
                refuse(file, staged.error().kind(), staged.error().detail());
                continue;
            }
            objects.push_back(std::move(*staged));
            sent.push_back(&file);
        }
        const auto outcomes = receiver_.receive(scope_, sender_, std::move(objects));
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const auto& outcome = outcomes[i];
            if (!outcome.ok())
                refuse(*sent[i], *outcome.error, outcome.detail);
            else if (outcome.already_there)
                note(*sent[i], [](ImportCounts& counts) { ++counts.already_there; });
            else
                note(*sent[i], [](ImportCounts& counts) { ++counts.stored; });
        }
        std::lock_guard lock(mutex_);
        if (options_.progress) options_.progress(report_.counts);
    }

    Result<storage::Staged> copy(const fs::path& file) {
        PORTICO_TRY(auto staged, receiver_.stage());
        std::ifstream in(file, std::ios::binary);
        std::vector<char> buffer(copy_bytes);
        while (in) {
            in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
            PORTICO_CHECK(staged.write(std::string_view(buffer.data(), static_cast<std::size_t>(in.gcount()))));
        }
        if (!in.eof()) return fail(dicom::errors::unreadable, file.string());
        return staged;
    }

    template <class Change>
    void note(const File& file, Change change) {
        std::lock_guard lock(mutex_);
        change(report_.counts);
        report_.counts.bytes += file.size;
    }

    void refuse(const File& file, const ErrorKind& kind, const std::string& detail) {
        std::lock_guard lock(mutex_);
        ++report_.counts.refused;
        report_.counts.bytes += file.size;
        if (report_.refused.size() < longest_list)
            report_.refused.push_back({file.path, std::string(kind.code), std::string(kind.text), detail});
        if (ends_everything(kind)) {
            ended_ = true;
            if (!report_.stopped) report_.stopped = Error(kind, detail);
        }
    }

    Receiver& receiver_;
    const TenantScope& scope_;
    const Sender& sender_;
    const ImportOptions& options_;

    std::mutex mutex_;  // guards everything below
    fs::recursive_directory_iterator files_;
    ImportReport report_;
    bool ended_ = false;
    std::exception_ptr failure_;
};

}  // namespace

Result<ImportReport> import_directory(Receiver& receiver, const TenantScope& scope, const Sender& sender,
                                      const fs::path& folder, const ImportOptions& options) {
    std::error_code error;
    fs::recursive_directory_iterator files(folder, fs::directory_options::skip_permission_denied, error);
    if (error) return fail(portico::errors::not_found, folder.string() + ": " + error.message());
    return Import(receiver, scope, sender, options, std::move(files)).run();
}

}  // namespace portico::studies
