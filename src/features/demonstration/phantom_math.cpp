#include "features/demonstration/phantom_math.h"

#include <array>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace portico::demonstration {
namespace {

constexpr int lattice = 64;

std::size_t index_of(int x, int y, int z) {
    constexpr int mask = lattice - 1;
    return static_cast<std::size_t>(((z & mask) * lattice + (y & mask)) * lattice + (x & mask));
}

// std::floor without a call.
int whole_below(float x) {
    const int towards_zero = static_cast<int>(x);
    return towards_zero - (static_cast<float>(towards_zero) > x ? 1 : 0);
}

float eased(float t) { return t * t * (3 - 2 * t); }

const std::array<float, 4096>& normal_numbers() {
    static const auto table = [] {
        std::array<float, 4096> numbers{};
        for (std::uint32_t i = 0; i < numbers.size(); ++i) {
            float sum = 0;
            for (std::uint32_t k = 0; k < 12; ++k) sum += unit_random(i * 12 + k + 77);
            numbers[i] = sum - 6;
        }
        return numbers;
    }();
    return table;
}

}  // namespace

Noise::Noise(std::uint32_t seed) : values_(static_cast<std::size_t>(lattice) * lattice * lattice) {
    for (std::uint32_t i = 0; i < values_.size(); ++i) values_[i] = 2 * unit_random(i ^ hash(seed)) - 1;
}

float Noise::at(float x, float y, float z) const {
    const int ix = whole_below(x);
    const int iy = whole_below(y);
    const int iz = whole_below(z);
    const float tx = eased(x - static_cast<float>(ix));
    const float ty = eased(y - static_cast<float>(iy));
    const float tz = eased(z - static_cast<float>(iz));
    const auto line = [&](int dy, int dz) {
        return mix(values_[index_of(ix, iy + dy, iz + dz)], values_[index_of(ix + 1, iy + dy, iz + dz)], tx);
    };
    return mix(mix(line(0, 0), line(1, 0), ty), mix(line(0, 1), line(1, 1), ty), tz);
}

float Noise::clouds(Point p, float frequency, int octaves) const {
    float sum = 0;
    float strength = 0.5F;
    for (int i = 0; i < octaves; ++i, strength *= 0.5F, frequency *= 2.03F) sum += strength * at(p, frequency);
    return sum;
}

float Grain::next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return normal_numbers()[state_ >> 20];
}

void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    std::mutex lock;
    std::exception_ptr problem;
    const auto run = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            try {
                work(i);
            } catch (...) {
                const std::lock_guard guard(lock);
                if (!problem) problem = std::current_exception();
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) helpers.emplace_back(run);
        run();
    }
    if (problem) std::rethrow_exception(problem);
}

}  // namespace portico::demonstration
