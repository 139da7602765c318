/* Rust's standard library takes its random numbers from ProcessPrng of bcryptprimitives.dll, which Wine 8 lacks.
   SystemFunction036 of advapi32.dll is documented as RtlGenRandom and gives the same. */
#include <windows.h>

BOOLEAN WINAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    return length <= 0xffffffff && SystemFunction036(data, (ULONG)length);
}
